"""Choosers of pictures, files and pages that remember what was chosen when it is deleted.

Wagtail's choosers are empty then: the page cannot be published, and nobody knows what stood there.
"""

from collections.abc import Iterable
from typing import TypeAlias

from django.core.exceptions import ValidationError
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.documents.models import AbstractDocument
from wagtail.images.blocks import ImageChooserBlock
from wagtail.images.models import AbstractImage
from wagtail.models import Page
from wagtail_localize.segments import OverridableSegmentValue

from cms.core.json_types import JSON
from cms.core.row_ids import is_row_id
from cms.references.deletions import (
    build_stand_in,
    build_stand_ins,
    get_deleted_title,
    is_deleted,
    was_deleted,
)
from cms.upstream.wagtail import ImageChooserBlockComparison

# What is shown of a deleted picture, as large as Wagtail's previews at most.
DELETED_PREVIEW = {"url": "backoffice/deleted.svg", "width": 165, "height": 124}


# What an editor chooses.
Chosen: TypeAlias = Page | AbstractImage | AbstractDocument


class KeepsDeleted(blocks.ChooserBlock):
    """A chooser whose value may stand for something deleted (`is_deleted`).

    It keeps its number when the page is saved. It can be published, and shows nothing.
    """

    def to_python(self, value: int | str | None) -> Chosen | None:
        found = super().to_python(value)
        if found is None and is_row_id(value):
            return build_stand_ins(self.model_class, [value])[str(value)]
        return found

    def bulk_to_python(self, values: Iterable[int | str | None]) -> list[Chosen | None]:
        numbers = list(values)
        found: list[Chosen | None] = super().bulk_to_python(numbers)
        gone = {
            place: number
            for place, number in enumerate(numbers)
            if found[place] is None and isinstance(number, int)
        }
        titles = build_stand_ins(self.model_class, set(gone.values())) if gone else {}
        for place, number in gone.items():
            found[place] = build_stand_in(self.model_class, number, titles[str(number)].title)
        return found

    def value_from_form(self, value: Chosen | int | str | None) -> Chosen | None:
        found = super().value_from_form(value)
        if found is None and is_row_id(value) and was_deleted(self.model_class, value):
            return build_stand_ins(self.model_class, [value])[str(value)]
        return found

    def clean(self, value: Chosen | None) -> Chosen | None:
        """Let pass what is known to have been deleted, even where something has to be chosen."""
        if not is_deleted(value):
            return super().clean(value)
        if not was_deleted(self.model_class, value.pk):
            raise ValidationError(
                self.field.error_messages["invalid_choice"],
                code="invalid_choice",
                params={"value": value.pk},
            )
        return value

    def get_form_state(self, value: Chosen | None) -> JSON | None:
        return self.deleted_state(value) if is_deleted(value) else super().get_form_state(value)

    def deleted_state(self, value: Chosen) -> JSON:
        """Return what the editor's script shows of something deleted."""
        return {"id": value.pk, "title": get_deleted_title(value.title), "edit_url": ""}

    def get_translatable_segments(self, value: Chosen | None) -> list[OverridableSegmentValue]:
        """Return what a translator may replace: nothing where nothing is left."""
        if value is None or is_deleted(value):
            return []
        return [OverridableSegmentValue("", value.pk)]


class PictureComparison(ImageChooserBlockComparison):
    """Compares two pictures; of a deleted one there is only the title to show."""

    def htmlvalue(self, val: AbstractImage | None) -> SafeString:
        if not is_deleted(val):
            return super().htmlvalue(val)
        return format_html("<p>{}</p>", get_deleted_title(val.title))

    def htmldiff(self) -> SafeString:
        if not is_deleted(self.val_a) and not is_deleted(self.val_b):
            return super().htmldiff()
        if self.val_a == self.val_b:
            return self.htmlvalue(self.val_a)
        shown = [("deletion", self.val_a), ("addition", self.val_b)]
        parts = [(name, self.htmlvalue(val)) for name, val in shown if val]
        return format_html_join("", '<div class="{}">{}</div>', parts)


class PictureChooser(KeepsDeleted, ImageChooserBlock):
    def get_comparison_class(self) -> type[PictureComparison]:
        return PictureComparison

    def deleted_state(self, value: Chosen) -> JSON:
        preview = DELETED_PREVIEW | {"url": static(str(DELETED_PREVIEW["url"]))}
        return {**super().deleted_state(value), "preview": preview, "default_alt_text": ""}


class FileChooser(KeepsDeleted, DocumentChooserBlock):
    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        """In the database it is Wagtail's own."""
        _, args, kwargs = super().deconstruct()
        return "wagtail.documents.blocks.DocumentChooserBlock", args, kwargs


class PageChooser(KeepsDeleted, blocks.PageChooserBlock):
    def deleted_state(self, value: Chosen) -> JSON:
        title = get_deleted_title(value.title)
        return {"id": value.pk, "parentId": None, "adminTitle": title, "editUrl": ""}

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        """In the database it is Wagtail's own."""
        _, args, kwargs = super().deconstruct()
        return "wagtail.blocks.PageChooserBlock", args, kwargs
