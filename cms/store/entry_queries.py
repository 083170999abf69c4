"""Reading single entries of the store. Each function says how many queries it makes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery

from cms.store.models import Entry, FormerPath, ListState


@dataclass(frozen=True)
class Version:
    """The last change of what an answer is made of: its number and its moment."""

    sequence: int
    modified_at: datetime


# What was never used has always been as it is.
NO_VERSION = Version(0, datetime.fromtimestamp(0, UTC))


def site_frame_path(locale: str) -> str:
    """The path of a language's site frame."""
    return f"site:{locale}"


def get_by_paths(paths: Iterable[str]) -> dict[str, Entry]:
    """The entry at each path, a live one before a gone one; each knows the list its page shows.

    One query. `combine_versions` counts the list in; `entry.list_count` is its length.
    """
    listing = ListState.objects.filter(name=OuterRef("list_name"), locale=OuterRef("locale"))
    # PostgreSQL refuses to look for a NUL; no path has one.
    asked = [path for path in paths if "\0" not in path]
    found = Entry.objects.filter(path__in=asked).annotate(  # type: ignore[no-redef]
        list_sequence=Subquery(listing.values("sequence")),
        list_modified_at=Subquery(listing.values("modified_at")),
        list_updated_at=Subquery(listing.values("updated_at")),
        list_count=Subquery(listing.values("count")),
    )
    return {entry.path: entry for entry in found.order_by("live", "sequence")}


def get_site_frame(locale: str) -> Entry | None:
    """The entry of a language's site frame. One query."""
    path = site_frame_path(locale)
    return get_by_paths([path]).get(path)


def get_live(ids: Iterable[UUID]) -> list[Entry]:
    """Those of these entries that are public, as a list shows them. One query."""
    return list(Entry.objects.filter(pk__in=list(ids), live=True).defer("full_json"))


def get_by_id(identity: UUID) -> Entry | None:
    """One query."""
    return Entry.objects.filter(pk=identity).first()


def get_in_locales(entry: Entry, locales: Iterable[str]) -> dict[str, Entry]:
    """The live entries of the same page in other languages. One query."""
    found = Entry.objects.filter(group=entry.group, locale__in=list(locales), live=True)
    return {other.locale: other for other in found}


def get_by_former_path(path: str) -> Entry | None:
    """The entry that once stood at this address, wherever it is now. One query."""
    if "\0" in path:
        return None
    row = FormerPath.objects.filter(path=path).select_related("entry").first()
    return row.entry if row else None


@dataclass(frozen=True)
class PathLookup:
    """What the store knows of a path: the entry there, and one that stood there before."""

    entry: Entry | None
    former: Entry | None


def look_up_path(path: str) -> PathLookup:
    """A live entry before a gone one. One query."""
    if "\0" in path:
        return PathLookup(None, None)
    # Two ranges of two indexes: for one condition PostgreSQL would read the whole table.
    present, before = Entry.objects.filter(path=path), Entry.objects.filter(former_paths__path=path)
    found = sorted(present.union(before, all=True), key=lambda entry: (entry.live, entry.sequence))
    by_place = {entry.path == path: entry for entry in found}
    return PathLookup(by_place.get(True), by_place.get(False))


def combine_versions(*entries: Entry) -> Version:
    """The version of what is made of these entries, and of the lists their pages show."""
    versions = [Version(entry.sequence, entry.modified_at) for entry in entries]
    versions += [
        Version(number, entry.list_modified_at)
        for entry in entries
        if (number := getattr(entry, "list_sequence", None))
    ]
    return max(versions, key=lambda version: version.sequence, default=NO_VERSION)
