"""Blocks that lead to other pages."""

from typing import Annotated

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from pydantic import Field
from typing_extensions import TypedDict
from wagtail import blocks
from wagtail.blocks import StructValue

from cms.content.blocks.base import ContentReader, PublicBlock
from cms.content.blocks.choosers import PageChooser
from cms.content.schemas import Card, GivenUrlOrEmpty


class CallToAction(TypedDict):
    """A button that leads somewhere."""

    title: Annotated[str, Field(description="The heading above it, or empty.")]
    text: Annotated[str, Field(description="Plain text above it, in lines, or empty.")]
    label: Annotated[str, Field(description="The words on the button.")]
    url: Annotated[GivenUrlOrEmpty, Field(description="Where it leads; empty: nowhere any more.")]


class ChosenPages(TypedDict):
    """Cards of other pages, in the editor's order."""

    title: Annotated[str, Field(description="The heading above them, or empty.")]
    pages: Annotated[list[Card], Field(description="The pages, without those not public.")]


class CallToActionBlock(PublicBlock, blocks.StructBlock):
    title = blocks.CharBlock(required=False, label=_("Title"))
    text = blocks.TextBlock(required=False, label=_("Text"))
    label = blocks.CharBlock(max_length=60, label=_("Words on the button"))
    page = PageChooser(
        required=False, label=_("Page"), help_text=_("Where the button leads on this site …")
    )
    url = blocks.URLBlock(
        required=False, label=_("Address"), help_text=_("… or elsewhere, when no page is chosen.")
    )
    example = {"title": "Станете член", "text": "Защо", "label": "Пишете ни", "url": "#"}

    class Meta:
        icon = "link"
        label = _("Call to action")
        description = _("A button that leads to a page or an address")

    def serialize(self, value: StructValue, reader: ContentReader) -> CallToAction:
        return {
            "title": value["title"] or "",
            "text": value["text"] or "",
            "label": value["label"],
            "url": reader.get_address(value["page"], value["url"] or ""),
        }


class PagesBlock(PublicBlock, blocks.StructBlock):
    title = blocks.CharBlock(required=False, label=_("Title"))
    pages = blocks.ListBlock(PageChooser(label=_("Page")), label=_("Pages"))
    example = {
        "title": "Вижте още",
        "pages": [
            {
                "id": "",
                "type": "content",
                "locale": settings.LANGUAGE_CODE,
                "title": f"{number} страница",
                "path": "#",
                "url": "#",
                "summary": "Нейното резюме",
                "image": None,
                "published_at": None,
            }
            for number in ("Първа", "Втора")
        ],
    }

    class Meta:
        icon = "list-ul"
        label = _("Chosen pages")
        description = _("Cards of other pages, in your order")

    def serialize(self, value: StructValue, reader: ContentReader) -> ChosenPages | None:
        cards = reader.get_cards(value["pages"])
        return {"title": value["title"] or "", "pages": cards} if cards else None
