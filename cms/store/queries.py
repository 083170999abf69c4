"""Reading the store. Each function says how many queries it makes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Subquery

from cms.store.models import Entry, Facet, Listing

ORDERS = {
    "newest": ("-published_at", "entry_id"),
    "tree": ("position", "entry_id"),
}


@dataclass(frozen=True)
class Version:
    """The last change of what an answer is made of: its number and its moment."""

    sequence: int
    modified_at: datetime | None

    def __or__(self, other: "Version") -> "Version":
        return max(self, other, key=lambda version: version.sequence)


NOTHING = Version(0, None)


@dataclass(frozen=True)
class Head:
    """A list's version and length, without its entries."""

    version: Version
    count: int


def frame_path(locale: str) -> str:
    """The path of the entry with what every page of a language shows around its content."""
    return f"site:{locale}"


def at(paths: Iterable[str]) -> dict[str, Entry]:
    """The entry at each path, a live one before a gone one. One query."""
    found = Entry.objects.filter(path__in=list(paths)).order_by("live", "sequence")
    return {entry.path: entry for entry in found}


def by_id(identity: UUID) -> Entry | None:
    """One query."""
    return Entry.objects.filter(pk=identity).first()


def by_group(identity: UUID, locale: str) -> Entry | None:
    """The live entry in `locale` of the page that the entry `identity` is a language of."""
    group = Entry.objects.filter(pk=identity).values("group")
    return Entry.objects.filter(group__in=group, locale=locale, live=True).first()


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


def with_listing(paths: Iterable[str], facet: str, locale: str) -> tuple[dict[str, Entry], Version]:
    """As `at`, with the version of a list. One query."""
    listing = Listing.objects.filter(name=facet, locale=locale)
    found = Entry.objects.filter(path__in=list(paths)).order_by("live", "sequence")
    annotated = found.annotate(
        list_sequence=Subquery(listing.values("sequence")),
        list_modified_at=Subquery(listing.values("modified_at")),
    )
    entries = {entry.path: entry for entry in annotated}
    versions = [
        Version(entry.list_sequence, entry.list_modified_at)
        for entry in entries.values()
        if entry.list_sequence
    ]
    return entries, versions[0] if versions else NOTHING


def version(*entries: Entry) -> Version:
    """The version of what is made of these entries."""
    return max(
        (Version(entry.sequence, entry.modified_at) for entry in entries),
        key=lambda version: version.sequence,
        default=NOTHING,
    )
