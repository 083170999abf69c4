"""Blocks of words: text, quotations, figures."""

import re
from collections.abc import Iterable
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pydantic import Field
from typing_extensions import TypedDict
from wagtail import blocks
from wagtail.blocks import StructValue
from wagtail.rich_text import RichText

from cms.content.blocks.base import ContentReader, PublicBlock
from cms.content.schemas import Html


class Quotation(TypedDict):
    """Somebody's words."""

    text: Annotated[str, Field(description="The words: plain text, in lines.")]
    source: Annotated[str, Field(description="Who said them, and where, or empty.")]


class Figure(TypedDict):
    """A number that stands out."""

    value: Annotated[str, Field(description="The number as it is written: `8 000`, `45 %`.")]
    label: Annotated[str, Field(description="What it counts.")]


class FigureRow(TypedDict):
    """Several numbers that stand out."""

    title: Annotated[str, Field(description="The heading above them, or empty.")]
    figures: Annotated[list[Figure], Field(description="The numbers.")]


TEXT_FEATURES = [
    "h2", "h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link", "hr", "blockquote",
]  # fmt: skip


# Tags within tags. Nothing the editor can write comes near; parsers give up at about 1,000.
MAX_NESTING = 50
TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
# These hold nothing, so they are never closed.
VOID = {"br", "embed", "hr", "img", "input", "wbr"}


def get_nesting_depth(html: str) -> int:
    """Return how many tags stand within one another at the deepest place. Linear."""
    depth = deepest = 0
    for closing, name in TAG.findall(html):
        if name.lower() not in VOID:
            depth = max(depth + (-1 if closing else 1), 0)
            deepest = max(deepest, depth)
    return deepest


class TextBlock(PublicBlock, blocks.RichTextBlock):
    example = (
        "<h2>Заглавие</h2><p>Текст с <strong>ударение</strong> и списък:</p>"
        "<ul><li>едно</li><li>две</li></ul>"
    )

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Headings, paragraphs, lists, links to pages and files")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": TEXT_FEATURES} | kwargs)

    def clean(self, value: RichText) -> RichText:
        """Refuse a text that what reads it later would give up at."""
        if get_nesting_depth(value.source) > MAX_NESTING:
            raise ValidationError(_("The tags of this text are nested too deep."))
        return super().clean(value)

    def serialize(self, value: RichText, reader: ContentReader) -> Html | None:
        return reader.get_rich_text(value.source) or None


class QuotationBlock(PublicBlock, blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quotation"))
    source = blocks.CharBlock(
        required=False,
        label=pgettext_lazy("of a quotation", "Source"),
        help_text=_("Who said it, and where."),
    )
    example = {"text": "Казаното, дума по дума.", "source": "Кой го е казал"}

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        description = _("Somebody's words, with their source")

    def serialize(self, value: StructValue, reader: ContentReader) -> Quotation:
        return {"text": value["text"], "source": value["source"] or ""}


class FigureBlock(blocks.StructBlock):
    value = blocks.CharBlock(
        max_length=40, label=_("Figure"), help_text=_("As it is written: 8 000, 21, 45 %.")
    )
    label = blocks.CharBlock(max_length=120, label=_("What it counts"))

    class Meta:
        icon = "order"
        label = _("Figure")


def serialize_figures(figures: Iterable[StructValue]) -> list[Figure]:
    """Return the public form of a list of FigureBlock values."""
    return [{"value": figure["value"], "label": figure["label"]} for figure in figures]


class FiguresBlock(PublicBlock, blocks.StructBlock):
    title = blocks.CharBlock(required=False, label=_("Title"))
    figures = blocks.ListBlock(FigureBlock(), min_num=1, label=_("Figures"))
    example = {"title": "Накратко", "figures": [{"value": "21", "label": "членове"}] * 3}

    class Meta:
        icon = "order"
        label = _("Figures")
        description = _("Numbers that stand out, each with what it counts")

    def serialize(self, value: StructValue, reader: ContentReader) -> FigureRow:
        return {"title": value["title"] or "", "figures": serialize_figures(value["figures"])}
