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


def too_long(model: Any, context: TranslationContext, translation: str) -> str:
    """Say so where a translation has more letters than the source's editor takes, else ""."""
    limit = _limit(model, context.field_path or context.path)
    length = len(StringValue(translation).render_text())
    if not limit or length <= limit:
        return ""
    text = _("At most %(limit)s letters fit here, and these are %(length)s.")
    return text % {"limit": limit, "length": length}


def _limit(model: Any, path: str) -> int | None:
    name, *names = path.split(".")
    field = model._meta.get_field(name)
    if not names:
        return field.max_length
    if isinstance(field, StreamField):
        return getattr(block_at(field.stream_block, names).field, "max_length", None)
    # What stands in a row of its own, beside the page's.
    return None
