"""The ids by which translations know the parts of a stream: its blocks, the items of its lists, the
rows and columns of its tables.

A part keeps its id wherever it is moved to. Parts may come without one: the write API has no ids of
list items, programs seldom write any, and tables were stored without them once. These are given
the ids of the parts that they were in the former version, told by what they say.
"""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Any
from uuid import uuid4

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from cms.content.blocks.matching import (
    Part,
    Step,
    match_between,
    match_by_name,
    match_ids,
    match_same,
    match_similar,
)
from cms.core.json_types import JSON
from cms.upstream.wagtail import ListValue, StreamValue, get_loaded_blocks, has_item_id

# What stands between the dots of a content path.
ID = re.compile(r"[0-9A-Za-z_-]{1,64}", re.ASCII)
# What the ids begin with that are given for the time being.
MARK = "new-"


def mark_new(value: object) -> None:
    """Mark the parts of a stream that have no id, before Wagtail gives them any: it does so when it
    compares what a form has sent with what was there."""
    match value:
        case StreamValue():
            # Those that were never taken out of the JSON are left in it.
            for place, child in enumerate(get_loaded_blocks(value)):
                if child is None:
                    raw = value.raw_data[place]
                    raw["id"] = raw.get("id") or _marked_id()
                else:
                    child.id = child.id or _marked_id()
                    mark_new(child.value)
        case ListValue():
            for item in value.bound_blocks:
                item.id = item.original_id or _marked_id()
                mark_new(item.value)
        case blocks.StructValue():
            for part in value.values():
                mark_new(part)


def lacks_ids(stream: StreamValue) -> bool:
    """Return whether a part of a stream has no id, or that of another."""
    mark_new(stream)
    raw = stream.get_prep_value()
    return bool(_complete_stream(stream.stream_block, raw, []) != raw)


def complete_ids(stream: StreamValue, former: list[JSON]) -> list[JSON]:
    """Return a stream's JSON in which each part has an id of its own.

    `former` is the JSON of the former version, [] where there was none.
    """
    mark_new(stream)
    return _complete_stream(stream.stream_block, stream.get_prep_value(), former)


def _complete(block: blocks.Block, raw: Any, former: Any) -> Any:
    if not raw:
        return raw
    # Another kind of block may have stood there.
    former = former if isinstance(former, type(raw)) else None
    match block:
        case TypedTableBlock():
            return _complete_table(raw, former)
        case blocks.StructBlock():
            return _complete_struct(block, raw, former or {})
        case blocks.ListBlock():
            return _complete_list(block, raw, former or [])
        case blocks.StreamBlock():
            return _complete_stream(block, raw, former or [])
    return raw


def _complete_struct(block: blocks.StructBlock, raw: JSON, former: JSON) -> JSON:
    return raw | {
        name: _complete(child, raw[name], former.get(name))
        for name, child in block.child_blocks.items()
        if name in raw
    }


def _complete_stream(block: blocks.Block, raw: list[JSON], former: list[JSON]) -> list[JSON]:
    ids = _ids(
        [Part(_given(each.get("id")), _texts(each["value"]), each["type"]) for each in raw],
        [Part(_claim(each.get("id")), _texts(each["value"]), each["type"]) for each in former],
    )
    before = {each.get("id"): each["value"] for each in former}
    return [
        child
        | {
            "id": id,
            "value": _complete(block.child_blocks[child["type"]], child["value"], before.get(id)),
        }
        for child, id in zip(raw, ids, strict=True)
    ]


def _complete_list(block: blocks.Block, raw: list[JSON], former: list[JSON]) -> list[JSON]:
    items, old = list_raw_items(block, raw), list_raw_items(block, former)
    ids = _ids(
        [Part(_given(id), _texts(item)) for id, item in items],
        [Part(_claim(id), _texts(item)) for id, item in old],
    )
    before = dict(old)
    return [
        {"type": "item", "id": id, "value": _complete(block.child_block, item, before.get(id))}
        for id, (_, item) in zip(ids, items, strict=True)
    ]


def list_raw_items(block: blocks.ListBlock, raw: list[Any] | None) -> list[tuple[str, Any]]:
    """Return the id and the value of each item of a list's JSON."""
    return [_item(block, each) for each in raw or []]


def _item(block: blocks.ListBlock, raw: Any) -> tuple[str, Any]:
    """Return the id and the value of a list's item; older ones are stored as the value alone."""
    if has_item_id(block, raw):
        return raw["id"], raw["value"]
    return "", raw


# Tables


def get_table_claim(id: object) -> str:
    """Return the id that a row or column was given, "" for none that can be one.

    Two of them are joined by a hyphen in a path, so they have none themselves.
    """
    return _claim(id.replace("-", "")) if isinstance(id, str) else ""


def keep_stable_ids(claims: Sequence[str]) -> list[str]:
    """Return an id for each row or column, from those they claim.

    One without any is known by its place, as all of them were once; of two that claim the same the
    first has it.
    """
    taken = set(claims)
    ids: dict[str, None] = {}
    for place, claim in enumerate(claims):
        id = claim
        if not claim or claim in ids:
            id = str(place)
            while id in taken:
                id += "_"
        ids[id] = None
        taken.add(id)
    return list(ids)


def keep_table_ids(raw: JSON) -> tuple[list[str], list[str]]:
    """Return the ids of the columns and the rows of a table's JSON, whether it has them or not."""
    return keep_stable_ids(_claims(raw["columns"])), keep_stable_ids(_claims(raw["rows"]))


def _claims(parts: list[JSON]) -> list[str]:
    return [get_table_claim(part.get("id")) for part in parts]


def _complete_table(raw: JSON, former: JSON | None) -> JSON:
    columns, rows = raw["columns"], raw["rows"]
    claims, row_claims = _claims(columns), _claims(rows)
    if former and "columns" in former:
        old_columns, old_rows = former["columns"], former["rows"]
        old_ids, old_row_ids = keep_table_ids(former)
        column_ids = _table_ids(
            _columns(claims, columns, rows), _columns(old_ids, old_columns, old_rows), match_by_name
        )
        # A column that is new, or gone, makes no row another.
        kept = {*column_ids} & {*old_ids}
        parts = (
            _rows(row_claims, rows, column_ids, kept),
            _rows(old_row_ids, old_rows, old_ids, kept),
        )
        row_ids = _table_ids(*parts)
    else:
        column_ids, row_ids = keep_stable_ids(claims), keep_stable_ids(row_claims)
    return raw | {
        "columns": [column | {"id": id} for column, id in zip(columns, column_ids, strict=True)],
        "rows": [row | {"id": id} for row, id in zip(rows, row_ids, strict=True)],
    }


def _columns(ids: Iterable[str], columns: list[JSON], rows: list[JSON]) -> list[Part]:
    """Return the columns by their headings and cells, whatever the order of the rows is."""
    parts = []
    for place, (id, column) in enumerate(zip(ids, columns, strict=True)):
        name = str(column["heading"] or "")
        texts: dict[Hashable, str] = {"heading": name}
        seen: dict[str, int] = defaultdict(int)
        for row in rows:
            text = str(row["values"][place] or "")
            seen[text] += 1
            texts[text, seen[text]] = text
        parts.append(Part(id, texts, column["type"], name))
    return parts


def _rows(
    ids: Iterable[str], rows: list[JSON], columns: Sequence[str], kept: set[str]
) -> list[Part]:
    """Return the rows by their cells in the columns that are `kept`, whatever the order of these
    is."""
    parts = []
    for id, row in zip(ids, rows, strict=True):
        cells = zip(columns, row["values"], strict=False)
        parts.append(
            Part(id, {column: str(text or "") for column, text in cells if column in kept})
        )
    return parts


# Ids


def _claim(id: object) -> str:
    return id if isinstance(id, str) and ID.fullmatch(id) else ""


def _given(id: object) -> str:
    """Return the id that a part came with, "" for none."""
    return "" if str(id).startswith(MARK) else _claim(id)


def _marked_id() -> str:
    return f"{MARK}{uuid4()}"


def _texts(raw: object) -> dict[Hashable, str]:
    """Return what a part's JSON says, by its path there; in lists by what it is, whatever their
    order."""
    texts: dict[Hashable, str] = {}
    seen: dict[Hashable, int] = defaultdict(int)
    for path, listed, text in _leaves(raw, ()):
        if listed:
            seen[path, text] += 1
            texts[path, text, seen[path, text]] = text
        else:
            texts[path] = text
    return texts


def _leaves(
    raw: object, path: tuple[str, ...], listed: bool = False
) -> Iterator[tuple[tuple[str, ...], bool, str]]:
    """Yield each text of a part's JSON, its path there, and whether it is in a list. Ids and types
    say nothing."""
    if isinstance(raw, dict):
        for name in raw:
            if name not in ("id", "type"):
                yield from _leaves(raw[name], (*path, name), listed)
    elif isinstance(raw, list):
        for each in raw:
            yield from _leaves(each, path, listed=True)
    elif raw:
        yield path, listed, str(raw)


def _ids(parts: list[Part], former: list[Part]) -> list[str]:
    """Return an id for each block or item: its own, that of the former one it was, or a new one.

    The editor's form has no id of a new one either, so one that says something else is new.
    """
    return [id or str(uuid4()) for id in match_ids(parts, former, (match_same, match_similar))]


def _table_ids(parts: list[Part], former: list[Part], *first: Step) -> list[str]:
    """Return an id for each row or column. New ones have theirs from the editor's form."""
    steps = (*first, match_same, match_similar, match_between)
    return [id or uuid4().hex for id in match_ids(parts, former, steps)]
