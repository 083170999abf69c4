"""Reading the store. Each function says how many queries it makes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery

from cms.store.models import Entry, Facet, Listing

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


def head(facet: str, locale: str = "") -> Head:
    """One query; a list that was never used is empty."""
    row = Listing.objects.filter(name=facet, locale=locale).first()
    if row is None:
        return Head(NOTHING, 0)
    return Head(Version(row.sequence, row.modified_at), row.count)


def items(
    facet: str, locale: str = "", order: str = "newest", offset: int = 0, limit: int = 20
) -> list[Entry]:
    """The entries of a list. One query, by one index."""
    rows = Facet.objects.filter(name=facet, **({"locale": locale} if locale else {}))
    rows = rows.order_by(*ORDERS[order])[offset : offset + limit]
    return [row.entry for row in rows.select_related("entry")]


def version(*entries: Entry) -> Version:
    """The version of what is made of these entries, and of the lists they head."""
    versions = [Version(entry.sequence, entry.modified_at) for entry in entries]
    versions += [
        Version(number, entry.list_modified_at)
        for entry in entries
        if (number := getattr(entry, "list_sequence", None))
    ]
    return max(versions, key=lambda version: version.sequence, default=NOTHING)
