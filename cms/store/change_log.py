"""The log of what changed: every entry by the number of its last change, what is gone included.

An entry stands in it once, with its last change; so whoever follows it from any number on ends
with just what is public. Numbers become visible in the order they are handed out, so no change
appears before a number that was read.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Subquery

from cms.content.entry_types import TYPES
from cms.store.entry_queries import NO_VERSION, Version
from cms.store.list_query import ALL
from cms.store.lists import StaleReadError
from cms.store.models import Entry, ListState, Sequence


@dataclass(frozen=True)
class LogState:
    """The log's version, and the number before its first."""

    version: Version
    start: int


def get_log_state() -> LogState:
    """One query."""
    listing = ListState.objects.filter(name=ALL, locale="")
    row = (
        Sequence.objects.annotate(
            list_number=Subquery(listing.values("sequence")),
            list_moment=Subquery(listing.values("modified_at")),
        )
        .values_list("start", "list_number", "list_moment")
        .first()
    )
    if row is None or row[1] is None:
        return LogState(NO_VERSION, row[0] if row else 0)
    return LogState(Version(row[1], row[2]), row[0])


def read_changes(cursor: int, log: LogState, limit: int) -> list[Entry]:
    """The entries that changed after a number, in the order of their changes. One query.

    Raises StaleReadError when the log has another version by now.
    """
    now = ListState.objects.filter(name=ALL, locale="").values("sequence")
    rows: list[Any] = list(_query_after(cursor).annotate(now=Subquery(now))[:limit])
    if any(row.now != log.version.sequence for row in rows):
        raise StaleReadError
    return rows


def get_newest_sequence() -> int:
    """The number of the last change there is; 0 before the first. One query."""
    return Sequence.objects.values_list("number", flat=True).first() or 0


def read_after(cursor: int, limit: int) -> list[Entry]:
    """The entries that changed after a number, in the order of their changes. One query.

    For whoever follows the log in here: the number of the last is the next cursor.
    """
    return list(_query_after(cursor)[:limit])


def find_published_after(cursor: int, types: Collection[str]) -> QuerySet[Entry]:
    """The live entries of these types that became public after a number, in that order, whatever
    has changed in them since. One query."""
    found = Entry.objects.filter(sequence__gt=cursor, published_sequence__gt=cursor, live=True)
    return found.filter(type__in=types).order_by("published_sequence")


def _query_after(cursor: int) -> QuerySet[Entry]:
    listed = [kind.name for kind in TYPES.values() if kind.listed]
    return Entry.objects.filter(sequence__gt=cursor, type__in=listed).order_by("sequence")


def get_main_event(entry: Entry, cursor: int) -> str:
    """What happened to an entry that changed since a number: the first of what `list_events`."""
    return list_events(entry, cursor)[0]


def list_events(entry: Entry, cursor: int) -> list[str]:
    """All that happened to an entry since a number, the most telling first: published, moved,
    updated; or removed alone. A page that moved is updated, too: it tells its own address."""
    if not entry.live:
        return ["removed"]
    public_since = max(cursor, entry.published_sequence)
    happened = {
        "published": entry.published_sequence > cursor,
        "moved": entry.moved_sequence > public_since,
        "updated": entry.sequence > public_since,
    }
    return [name for name, so in happened.items() if so]
