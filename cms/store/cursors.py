"""Cursors: places in a list from which a page of it is read.

A cursor holds the sort key of an item and no number of items, so what is published or removed
meanwhile shifts no page: each item whose sort key stays the same is read exactly once.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2s
from typing import Any, TypeAlias
from uuid import UUID

from django.db.models import Q

from cms.store.models import ListMembership

# The columns of each order; the entry's id comes last, so that no two items share a key.
ORDERS = {
    "newest": ("-published_at", "position", "entry_id"),
    "tree": ("position", "entry_id"),
    "-published_at": ("-published_at", "position", "entry_id"),
    "published_at": ("published_at", "-position", "-entry_id"),
    "updated_at": ("updated_at", "entry_id"),
    "-updated_at": ("-updated_at", "-entry_id"),
    "title": ("title_key", "entry_id"),
    "-title": ("-title_key", "-entry_id"),
}
# Raised when sort keys are made in another way, so that no old cursor is read by it.
VERSION = 1
# What an encoded cursor may have at most.
MAX_ENCODED_LENGTH = 1_000

CHECKSUM_BYTES = 6
BACKWARD, INCLUSIVE = 1, 2
EPOCH = datetime.fromtimestamp(0, UTC)
MICROSECOND = timedelta(microseconds=1)

# A value of a sort column, and the values of all: of these the last is the entry's id.
Column: TypeAlias = datetime | UUID | str | bytes
Key: TypeAlias = tuple[Any, ...]


class InvalidCursorError(Exception):
    """A text is no cursor of this list in this order."""


@dataclass(frozen=True)
class Cursor:
    """A place beside the item with this sort key: what is read from it lies after the key or, if
    `backward`, before it; the item itself is read only if `inclusive`.

    Without a key it is the end of the list, and is read backward.
    """

    key: Key
    backward: bool = False
    inclusive: bool = False

    def reverse(self) -> "Cursor":
        """Return the same place, to be read in the other direction."""
        return replace(self, backward=not self.backward, inclusive=not self.inclusive)


END = Cursor((), backward=True)


def reverse_order(columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns of the opposite order."""
    return tuple(name[1:] if name[0] == "-" else f"-{name}" for name in columns)


def get_sort_key(row: ListMembership, order: str) -> Key:
    """Return the sort key of a list membership."""
    values = (getattr(row, name.lstrip("-")) for name in ORDERS[order])
    # PostgreSQL gives bytes as a view of them.
    return tuple(bytes(value) if isinstance(value, memoryview) else value for value in values)


def build_condition(cursor: Cursor, columns: tuple[str, ...]) -> Q:
    """Return the condition of what a cursor leads to, in the order of `columns`.

    It begins with a range of the first column: an index is read from there on, and not from its
    start, which neither database makes of the rest.
    """
    if not cursor.key:
        return Q()
    reading = list(zip(columns, cursor.key, strict=True))
    condition = _compare(*reading[-1], or_equal=cursor.inclusive)
    for column, value in reversed(reading[:-1]):
        same = Q((column.lstrip("-"), value))
        condition = _compare(column, value) | (same & condition)
    return _compare(*reading[0], or_equal=True) & condition


def _compare(column: str, value: Column, or_equal: bool = False) -> Q:
    comparison = ("lt" if column[0] == "-" else "gt") + ("e" if or_equal else "")
    return Q((f"{column.lstrip('-')}__{comparison}", value))


def encode_cursor(cursor: Cursor, fingerprint: bytes) -> str:
    """Return a cursor as text for an address; `fingerprint` tells its list from every other."""
    flags = cursor.backward * BACKWARD | cursor.inclusive * INCLUSIVE
    return encode_position(bytes([flags]) + b"".join(map(_value_bytes, cursor.key)), fingerprint)


def encode_position(place: bytes, fingerprint: bytes) -> str:
    """Return flags and key as text, after a checksum of them and their list.

    It is no signature, for there is nothing to guard: any place of a public list may be asked for.
    """
    checksum = blake2s(place, key=fingerprint, digest_size=CHECKSUM_BYTES).digest()
    return urlsafe_b64encode(checksum + place).decode().rstrip("=")


def decode_cursor(text: str, order: str, fingerprint: bytes) -> Cursor:
    """Return the cursor that was encoded as `text`. Raises InvalidCursorError."""
    try:
        data = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
        flags, key = data[CHECKSUM_BYTES], data[CHECKSUM_BYTES + 1 :]
        cursor = Cursor(_read_key(key, order), bool(flags & BACKWARD), bool(flags & INCLUSIVE))
    except (ValueError, IndexError, OverflowError):
        raise InvalidCursorError from None
    # One cursor has one text: this refuses another list's, a damaged one, and lenient Base64.
    if encode_cursor(cursor, fingerprint) != text or not (cursor.key or cursor == END):
        raise InvalidCursorError
    return cursor


def _value_bytes(value: Column) -> bytes:
    match value:
        case datetime():
            return ((value - EPOCH) // MICROSECOND).to_bytes(8, "big", signed=True)
        case UUID():
            return value.bytes
        case str():
            return value.encode("ascii")
    return bytes(value)


def _read_key(data: bytes, order: str) -> Key:
    """Return a sort key from its bytes: a moment has 8, the id the last 16, and what is between
    them is the position or the title's key."""
    if not data:
        return ()
    values: list[Column] = []
    data, identity = data[:-16], UUID(bytes=data[-16:])
    for column in ORDERS[order][:-1]:
        match column.lstrip("-"):
            case "published_at" | "updated_at":
                values.append(EPOCH + int.from_bytes(data[:8], "big", signed=True) * MICROSECOND)
                data = data[8:]
            case "position":
                values.append(_read_position(data))
                data = b""
            case _:
                values.append(data)
                data = b""
    return (*values, identity)


def _read_position(data: bytes) -> str:
    text = data.decode("ascii")
    if text and not text.isalnum():
        raise ValueError(text)
    return text
