"""Reading the store. Each function says how many queries it makes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from typing import ParamSpec, TypeVar
from uuid import UUID

from django.db.models import OuterRef, Subquery

from cms.store.models import Entry, Facet, FormerPath, Listing

P = ParamSpec("P")
T = TypeVar("T")

# How often an answer is begun anew before a change in its midst is an error.
ATTEMPTS = 20
ORDERS = {
    "newest": ("-published_at", "position", "entry_id"),
    "tree": ("position", "entry_id"),
}


@dataclass(frozen=True)
class Version:
    """The last change of what an answer is made of: its number and its moment."""

    sequence: int
    modified_at: datetime


# What was never used has always been as it is.
NOTHING = Version(0, datetime.fromtimestamp(0, UTC))


@dataclass(frozen=True)
class Head:
    """A list's version and length, without its entries."""

    version: Version
    count: int


class ListChangedError(Exception):
    """A list is another one than when its head was read."""


def at_one_moment(answer: Callable[P, T]) -> Callable[P, T]:
    """Have an answer made anew when the list that it shows changed while it was made.

    A list's head is read first, its entries only if they are needed: two statements, between which
    somebody may publish.
    """

    @wraps(answer)
    def whole(*args: P.args, **kwargs: P.kwargs) -> T:
        for _ in range(ATTEMPTS):
            try:
                return answer(*args, **kwargs)
            except ListChangedError:
                continue
        return answer(*args, **kwargs)

    return whole


def frame_path(locale: str) -> str:
    """The path of the entry with what every page of a language shows around its content."""
    return f"site:{locale}"


def at(paths: Iterable[str]) -> dict[str, Entry]:
    """The entry at each path, a live one before a gone one; each knows the list it heads.

    One query. `version` counts the list in; `entry.list_count` is its length.
    """
    listing = Listing.objects.filter(name=OuterRef("heads"), locale=OuterRef("locale"))
    # PostgreSQL refuses to look for a NUL; no path has one.
    asked = [path for path in paths if "\0" not in path]
    found = Entry.objects.filter(path__in=asked).annotate(  # type: ignore[no-redef]
        list_sequence=Subquery(listing.values("sequence")),
        list_modified_at=Subquery(listing.values("modified_at")),
        list_count=Subquery(listing.values("count")),
    )
    return {entry.path: entry for entry in found.order_by("live", "sequence")}


def by_id(identity: UUID) -> Entry | None:
    """One query."""
    return Entry.objects.filter(pk=identity).first()


def in_locale(entry: Entry, locale: str) -> Entry | None:
    """The live entry of the same page in another language. One query."""
    return Entry.objects.filter(group=entry.group, locale=locale, live=True).first()


def former(path: str) -> Entry | None:
    """The entry that once stood at this address, wherever it is now. One query."""
    if "\0" in path:
        return None
    row = FormerPath.objects.filter(path=path).select_related("entry").first()
    return row.entry if row else None


def head(facet: str, locale: str = "") -> Head:
    """One query; a list that was never used is empty."""
    row = Listing.objects.filter(name=facet, locale=locale).first()
    if row is None:
        return Head(NOTHING, 0)
    return Head(Version(row.sequence, row.modified_at), row.count)


def headed(entry: Entry) -> Head:
    """The head of the list that an entry heads, as `at` read it with the entry. No query."""
    if entry.list_sequence is None:
        return Head(NOTHING, 0)
    version = Version(entry.list_sequence, entry.list_modified_at)
    return Head(version, entry.list_count or 0)


def items(
    facet: str, locale: str, head: Head, order: str = "newest", offset: int = 0, limit: int = 20
) -> list[Entry]:
    """The entries of the list that has this head. One query, by one index.

    Raises ListChangedError when it has another by now.
    """
    now = Listing.objects.filter(name=facet, locale=locale).values("sequence")
    rows = Facet.objects.filter(name=facet, **({"locale": locale} if locale else {}))
    rows = rows.order_by(*ORDERS[order]).select_related("entry").annotate(now=Subquery(now))
    found = list(rows[offset : offset + limit])
    if any(row.now != head.version.sequence for row in found):
        raise ListChangedError
    return [row.entry for row in found]


def version(*entries: Entry) -> Version:
    """The version of what is made of these entries, and of the lists they head."""
    versions = [Version(entry.sequence, entry.modified_at) for entry in entries]
    versions += [
        Version(number, entry.list_modified_at)
        for entry in entries
        if (number := getattr(entry, "list_sequence", None))
    ]
    return max(versions, key=lambda version: version.sequence, default=NOTHING)
