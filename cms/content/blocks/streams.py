"""The field that a stream of blocks is kept in."""

from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from wagtail import blocks
from wagtail.fields import StreamField as WagtailStreamField
from wagtail.images.blocks import ImageBlock
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue
from wagtail_localize.segments.ingest import StreamFieldSegmentsWriter

from cms.content.blocks.identity import mark_new
from cms.core.row_ids import is_row_id
from cms.upstream.wagtail import BlockWidget, StreamValue

# What the blocks raise about a number, order or type that is missing or is none.
MALFORMED = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


class StreamWidget(BlockWidget):
    """Raises BadRequest about fields that the editor's script does not send."""

    def value_from_datadict(
        self, data: QueryDict, files: MultiValueDict[str, UploadedFile], name: str
    ) -> StreamValue:
        try:
            value = super().value_from_datadict(data, files, name)
        except MALFORMED as error:
            raise BadRequest(f"{name} is no stream of blocks: {error!r:.200}") from error
        mark_new(value)
        return value


class StreamField(WagtailStreamField):
    """Wagtail's, into which a translation is put though what it showed was deleted meanwhile.

    wagtail-localize takes for granted that every picture, file and page of a frozen source is
    there, and whatever a translator has chosen instead.
    """

    def restore_translated_segments(
        self, value: StreamValue, segments: list[StringSegmentValue | OverridableSegmentValue]
    ) -> StreamValue:
        """Put the segments that have a place left into the source's blocks; called by
        wagtail-localize."""
        kept = [part for part in segments if _has_place(self.stream_block, value, part)]
        # The languages only tell which translation of a snippet is meant, and blocks have none.
        return StreamFieldSegmentsWriter(self, None, None).handle_stream_block(value, kept)

    def formfield(self, **kwargs: Any) -> forms.Field:
        return super().formfield(**{"widget": StreamWidget(self.stream_block)} | kwargs)

    def deconstruct(self) -> tuple[str, str, list[object], dict[str, object]]:
        """In the database it is Wagtail's own."""
        name, _, args, kwargs = super().deconstruct()
        return name, "wagtail.fields.StreamField", args, kwargs


def _has_place(
    block: blocks.Block, value: Any, segment: StringSegmentValue | OverridableSegmentValue
) -> bool:
    """Whether what the segment is part of, or is itself the number of, is still there."""
    match block:
        case ImageBlock():
            part, inner = segment.unwrap()
            chooser = block.child_blocks["image"]
            return value is not None and (part != "image" or _has_place(chooser, value, inner))
        case blocks.ChooserBlock():
            pk = str(segment.data)
            found = is_row_id(pk) and block.target_model.objects.filter(pk=pk).exists()
            return value is not None and found
        case blocks.StructBlock():
            part, inner = segment.unwrap()
            return _has_place(block.child_blocks[part], value[part], inner)
        case blocks.ListBlock() | blocks.StreamBlock():
            part, inner = segment.unwrap()
            children = value.bound_blocks if isinstance(block, blocks.ListBlock) else value
            child = next((child for child in children if child.id == part), None)
            return child is not None and _has_place(child.block, child.value, inner)
    return True
