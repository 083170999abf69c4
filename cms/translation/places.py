"""The place of a segment in a page or snippet: which block is there, and how many letters fit."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.blocks import Block, ListBlock
from wagtail.fields import StreamField
from wagtail_localize.models import TranslationContext
from wagtail_localize.strings import StringValue


def block_at(block: Block, names: list[str]) -> Block:
    """Return the block that a path leads to from the block that holds it."""
    for name in names:
        block = block.child_block if isinstance(block, ListBlock) else block.child_blocks[name]
    return block


def limit_at(model: Any, context: TranslationContext) -> int | None:
    """Return how many letters the source's editor takes at a place; None where it is any number."""
    name, *names = (context.field_path or context.path).split(".")
    field = model._meta.get_field(name)
    if not names:
        return field.max_length
    if isinstance(field, StreamField):
        # A table's cells are all at the place of the table, which is no field.
        block = block_at(field.stream_block, names)
        return getattr(getattr(block, "field", None), "max_length", None)
    # What stands in a row of its own, beside the page's.
    return None


def too_long(limit: int | None, translation: str) -> str:
    """Say so where a translation has more letters than fit, else ""."""
    length = len(StringValue(translation).render_text())
    if limit is None or length <= limit:
        return ""
    text = _("At most %(limit)s letters fit here, and these are %(length)s.")
    return text % {"limit": limit, "length": length}
