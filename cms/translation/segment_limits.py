"""The place of a segment in a page or snippet: which block is there, what it is called, and how
many letters fit."""

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from wagtail.blocks import Block, ListBlock, StreamBlock, StructBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import StreamField
from wagtail_localize.models import TranslationContext, TranslationSource
from wagtail_localize.strings import StringValue

from cms.content.blocks.identity import keep_table_ids, list_raw_items
from cms.core.json_types import JSON

Names = tuple[str, ...]
# How many letters of a heading stand in a cell's name.
MAX_HEADING_LENGTH = 30


def find_block(block: Block, names: list[str]) -> Block:
    """Return the block that a path leads to from the block that holds it."""
    for name in names:
        block = block.child_block if isinstance(block, ListBlock) else block.child_blocks[name]
    return block


def segment_limit(model: type[Model], context: TranslationContext) -> int | None:
    """Return how many letters the source's editor takes at a place; None where it is any number."""
    name, *names = (context.field_path or context.path).split(".")
    field = model._meta.get_field(name)
    if not names:
        return getattr(field, "max_length", None)
    if isinstance(field, StreamField):
        # A table's cells are all at the place of the table, which is no field.
        block = find_block(field.stream_block, names)
        return getattr(getattr(block, "field", None), "max_length", None)
    # What stands in a row of its own, beside the page's.
    return None


def length_error(limit: int | None, translation: str) -> str:
    """Say so where a translation has more letters than fit, else ""."""
    length = len(StringValue(translation).render_text())
    if limit is None or length <= limit:
        return ""
    text = _("At most %(limit)s letters fit here, and these are %(length)s.")
    return text % {"limit": limit, "length": length}


def part_names(source: TranslationSource) -> dict[str, Names]:
    """Return what each place within the streams of a source is called, by its path: its block, the
    number of its item, its field, the row and column of a cell. No query."""
    model = source.specific_content_type.model_class()
    content = json.loads(source.content_json)
    names: dict[str, Names] = {}
    for field in model._meta.concrete_fields:
        if isinstance(field, StreamField):
            raw = json.loads(content.get(field.name) or "[]")
            names |= dict(_names(field.stream_block, raw, field.name, ()))
    return names


def _names(block: Block, raw: Any, path: str, names: Names) -> Iterator[tuple[str, Names]]:
    match block:
        case TypedTableBlock():
            for place, name in _cells(raw) if raw else ():
                yield f"{path}.{place}", (*names, name)
        case StructBlock():
            for name, child in block.child_blocks.items():
                part = (raw or {}).get(name)
                yield from _names(child, part, f"{path}.{name}", (*names, str(child.label)))
        case ListBlock():
            for number, (id, item) in enumerate(list_raw_items(block, raw), 1):
                name = _("no. %(number)s") % {"number": number}
                yield from _names(block.child_block, item, f"{path}.{id}", (*names, name))
        case StreamBlock():
            for each in raw or []:
                child = block.child_blocks[each["type"]]
                place, inner = f"{path}.{each['id']}", (*names, capfirst(str(child.label)))
                yield from _names(child, each["value"], place, inner)
        case _:
            yield path, names


def _cells(table: JSON) -> Iterator[tuple[str, str]]:
    """Yield the path of each part of a table within it, and what it is called."""
    columns, rows = keep_table_ids(table)
    heads = [each["heading"] for each in table["columns"]]
    yield "caption", _("Caption")
    for x, id in enumerate(columns):
        yield f"head-{id}", _("heading of column %(number)s") % {"number": x + 1}
    for y, (row, values) in enumerate(zip(rows, table["rows"], strict=True)):
        first = values["values"][0]
        for x, column in enumerate(columns):
            place = {
                "row": _numbered(y, first if x else ""),
                "column": _numbered(x, heads[x]),
            }
            yield f"cell-{row}-{column}", _("row %(row)s, column %(column)s") % place


def _numbered(place: int, text: str | None) -> str:
    if not text:
        return str(place + 1)
    short = Truncator(text).chars(MAX_HEADING_LENGTH)
    return _("%(number)s (“%(text)s”)") % {"number": place + 1, "text": short}
