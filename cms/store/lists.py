"""Lists of entries: what stands in one, how many, and when it last changed.

A list is the entries of one facet, or of several at once, in one language or all. It is read in two
steps, each one query: its head, which is all that a conditional answer needs, then its entries.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce, wraps
from operator import or_
from typing import Any, NamedTuple, ParamSpec, TypeVar

from django.conf import settings
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection
from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, Concat

from cms.content import dependency_keys
from cms.store.cursors import END, ORDERS, Cursor, condition_beyond, key_of, reverse_order
from cms.store.entry_queries import NOTHING, Version
from cms.store.list_query import Named, Selection
from cms.store.models import Entry, Facet, Listing

P = ParamSpec("P")
T = TypeVar("T")

# How often an answer is begun anew before a change in its midst is an error.
ATTEMPTS = 20
# So many rows are rather sorted than looked for in a whole list.
FEW = 1_000
# The lengths of narrowed lists, each of one version and so for good. It is no part of the cache of
# the settings: whoever asks for many lists must not crowd out what counts requests there.
COUNTS = LocMemCache("list-counts", {"max_entries": 1_000, "timeout": None})


@dataclass(frozen=True)
class Head:
    """A list's version and, where it is known, its length.

    `facets` are the lists that it is the common part of, the shortest first, `changed` the one
    that `version` is of; `locales` is empty for all languages.
    """

    version: Version
    facets: tuple[str, ...]
    changed: str
    locales: tuple[str, ...]
    count: int | None


@dataclass(frozen=True)
class Page:
    """Some entries of a list, in order; `count` is the length of the whole list.

    `before` and `after` lead to the pages around it, if there are any.
    """

    entries: list[Entry]
    count: int
    before: Cursor | None = None
    after: Cursor | None = None


class ListChangedError(Exception):
    """A list is another one than when its head was read."""


class NothingNamedError(Exception):
    """There is no public entry by the id, path or slug that is given."""

    def __init__(self, named: Named) -> None:
        super().__init__(named.value)
        self.named = named


class Row(NamedTuple):
    """One list's row, in one language, as it is found for the facet or name at `place`."""

    place: int
    facet: str
    locale: str
    number: int | None
    moment: datetime | None
    length: int | None


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


def head(selection: Selection) -> Head:
    """Read a list's head. One query; a list that was never used is empty.

    A list of several facets has changed only if all of them have, so its version is the oldest of
    theirs. Raises NothingNamedError.
    """
    rows = list(_rows(selection))
    found = [_choose(selection, rows, index) for index in range(_places(selection))]
    locales = selection.asked or _languages(selection, found)
    parts = [_part(facet, some, locales) for facet, some in found]
    oldest = min(parts, key=lambda part: part.version.sequence)
    plain = selection.is_plain and len(parts) == 1
    shortest = sorted(parts, key=lambda part: part.length)
    return Head(
        version=oldest.version,
        facets=tuple(part.facet for part in shortest),
        changed=oldest.facet,
        locales=locales,
        count=shortest[0].length if plain or not shortest[0].length else None,
    )


def headed(entry: Entry) -> Head:
    """The head of the list that an entry heads, as `queries.at` read it with it. No query."""
    version = NOTHING
    if entry.list_sequence is not None:
        version = Version(entry.list_sequence, entry.list_modified_at)
    return Head(version, (entry.heads,), entry.heads, (entry.locale,), entry.list_count or 0)


def items(
    selection: Selection, head: Head, offset: int = 0, limit: int = 20, whole: bool = False
) -> Page:
    """Return a page of a list. One query; two beyond the end of a narrowed list.

    It begins at the selection's cursor, or `offset` entries from the list's start. The entries
    come without the text of their `whole` unless it is asked for. Raises ListChangedError when the
    list has another head by now.
    """
    if head.count == 0:
        return Page([], 0)
    count = head.count if head.count is not None else COUNTS.get(_count_key(selection, head))
    columns = _columns(selection)
    # What a range leaves of a list is found in the list's order unless it is known to be little.
    arms = _arms(selection, head, "" if count and count <= FEW else columns[0].lstrip("-"))
    # The order is found among keys alone: texts are read only of the entries that are shown.
    picked = _picked(arms, columns, selection.cursor, offset, limit + 1)
    shown = Facet.objects.filter(pk__in=picked).order_by(*columns).select_related("entry")
    if not whole:
        shown = shown.defer("entry__whole")
    shown = shown.annotate(
        now=Subquery(_now(selection, head)), opposite=_opposite(arms, columns, selection.cursor)
    )
    if count is None:
        shown = shown.annotate(total=sum(map(_counted, _arms(selection, head)), Value(0)))
    found = list(shown)
    if any(row.now != head.version.sequence for row in found):
        raise ListChangedError
    if count is None:
        count = _count(selection, head, found, offset)
    return _page(selection, found, count, offset, limit)


def _page(selection: Selection, found: list[Any], count: int, offset: int, limit: int) -> Page:
    """Put a page together of its rows and, if there is more, the one beyond them."""
    cursor, shown = selection.cursor, found[:limit]
    if not shown:
        return Page([], count, *_around_nothing(cursor, count, offset))
    more = len(found) > limit
    opposite = shown[0].opposite is not None if cursor else offset > 0
    if cursor and cursor.backward:
        shown.reverse()
        before, after = more, opposite
    else:
        before, after = opposite, more
    first, last = (key_of(row, selection.order) for row in (shown[0], shown[-1]))
    return Page(
        [row.entry for row in shown],
        count,
        Cursor(first, backward=True) if before else None,
        Cursor(last) if after else None,
    )


def _around_nothing(
    cursor: Cursor | None, count: int, offset: int
) -> tuple[Cursor | None, Cursor | None]:
    """What lies around an empty page: all there is lies on the other side of its place."""
    if not count or cursor == END:
        return None, None
    if cursor is None:
        return END if offset else None, None
    return (None, cursor.turned()) if cursor.backward else (cursor.turned(), None)


def _columns(selection: Selection) -> tuple[str, ...]:
    """The columns by which rows are read: in the opposite order if the page lies before."""
    columns = ORDERS[selection.order]
    backward = selection.cursor and selection.cursor.backward
    return reverse_order(columns) if backward else columns


def _picked(
    arms: list[QuerySet[Facet]],
    columns: tuple[str, ...],
    cursor: Cursor | None,
    offset: int,
    number: int,
) -> QuerySet[Any]:
    """The keys of a page's rows.

    Each arm is a range of one index that has the order already, and is read no further than the
    page may reach; only what is read of them is sorted together.
    """
    beyond = condition_beyond(cursor, columns) if cursor else Q()
    ordered = [rows.filter(beyond).order_by(*columns) for rows in arms]
    if len(ordered) == 1:
        return ordered[0][offset : offset + number].values("pk")
    first, *others = [rows[: offset + number].values("pk") for rows in ordered]
    if not connection.features.supports_slicing_ordering_in_compound:
        # SQLite takes no limit in an arm of a union: it stands one deeper.
        first, *others = [
            Facet.objects.filter(pk__in=rows).values("pk") for rows in (first, *others)
        ]
    together = Facet.objects.filter(pk__in=first.union(*others, all=True)).order_by(*columns)
    return together[offset : offset + number].values("pk")


def _opposite(
    arms: list[QuerySet[Facet]], columns: tuple[str, ...], cursor: Cursor | None
) -> Coalesce | Subquery | Value:
    """The nearest row on the other side of a cursor, if there is any, in one language or another.

    It is not asked for by EXISTS: of a long list, PostgreSQL would look for any by reading the
    table.
    """
    if cursor is None or not cursor.key:
        return Value(None, output_field=BigIntegerField())
    opposite = reverse_order(columns)
    other_side = condition_beyond(cursor.turned(), opposite)
    nearest = [
        Subquery(rows.filter(other_side).order_by(*opposite).values("pk")[:1]) for rows in arms
    ]
    return Coalesce(*nearest) if len(nearest) > 1 else nearest[0]


def _count_key(selection: Selection, head: Head) -> str:
    """Under which name the length of this version of a list is remembered."""
    version = head.version
    told = selection.fingerprint("order").hex()
    return f"list-{told}-{version.sequence}-{version.modified_at.timestamp():.0f}"


def _count(selection: Selection, head: Head, found: list[Any], offset: int) -> int:
    """The length of a list that had to be counted: it came with the rows, if there are any."""
    if found:
        COUNTS.set(_count_key(selection, head), found[0].total)
        return found[0].total
    if not (offset or selection.cursor):
        return 0
    first, *others = [rows.values("pk") for rows in _arms(selection, head)]
    return (first.union(*others, all=True) if others else first).count()


def _places(selection: Selection) -> int:
    return len(selection.common) + len(selection.named)


def _rows(selection: Selection) -> Iterable[Row]:
    """The rows of all the lists a selection is made of, in one query."""
    arms = [_facet_arm(selection, index) for index in range(len(selection.common))]
    for index, named in enumerate(selection.named, len(arms)):
        arms += [
            _named_arm(selection, named, index, locale) for locale in _wanted(selection, named)
        ]
    first, *others = arms
    return map(Row._make, first.union(*others, all=True) if others else first)


def _wanted(selection: Selection, named: Named) -> Iterable[str | None]:
    """The languages in which a named list is looked up; None is the entry's own."""
    if selection.asked:
        return selection.asked
    return ["", *dict(settings.LANGUAGES)] if named.every_language else [None]


def _facet_arm(selection: Selection, place: int) -> QuerySet[Any]:
    facet = selection.common[place]
    rows = Listing.objects.filter(name=facet)
    if selection.asked:
        rows = Listing.objects.filter(_listings(selection, facet, selection.asked))
    elif not selection.named:
        rows = rows.filter(locale="")
    told = Value(facet, output_field=CharField())
    return rows.annotate(place=Value(place), facet=told).values_list(
        "place", "facet", "locale", "sequence", "modified_at", "count"
    )


def _named_arm(selection: Selection, named: Named, place: int, locale: str | None) -> QuerySet[Any]:
    """The list of a named entry, in a language, or in the entry's own."""
    listing = Listing.objects.filter(
        name=OuterRef("list_name"), locale=locale if locale is not None else OuterRef("locale")
    )
    facet = Concat(Value(f"{named.kind}:"), F("group"), output_field=CharField())
    list_name = Concat(F("facet"), Value(_list_name(selection, "", locale or "")))
    told = F("locale") if locale is None else Value(locale, output_field=CharField())
    return (
        named.entries()
        .annotate(place=Value(place), facet=facet, told=told)
        .annotate(list_name=list_name)
        .annotate(
            number=Subquery(listing.values("sequence")),
            moment=Subquery(listing.values("modified_at")),
            length=Subquery(listing.values("count")),
        )
        .values_list("place", "facet", "told", "number", "moment", "length")
    )


def _list_name(selection: Selection, facet: str, locale: str) -> str:
    """The name of a list's part that is shown in a language: what fills in is another list."""
    fills_in = locale and locale == selection.fallback
    return dependency_keys.untranslated(facet, selection.locale) if fills_in else facet


def _listings(selection: Selection, facet: str, locales: Iterable[str]) -> Q:
    """The condition for the rows of a list's parts in these languages."""
    names = ((locale, _list_name(selection, facet, locale)) for locale in locales)
    return reduce(or_, (Q(name=name, locale=locale) for locale, name in names))


def _choose(selection: Selection, rows: list[Row], place: int) -> tuple[str, list[Row]]:
    """The facet at a place, and its rows."""
    own = [row for row in rows if row.place == place]
    if place < len(selection.common):
        return selection.common[place], own
    if not own:
        raise NothingNamedError(selection.named[place - len(selection.common)])
    # Two entries can have one slug, in two languages; one of them is meant.
    facet = min(row.facet for row in own)
    return facet, [row for row in own if row.facet == facet]


def _languages(selection: Selection, found: list[tuple[str, list[Row]]]) -> tuple[str, ...]:
    """The languages that all that is named has in common; or else all of them."""
    named = zip(selection.named, found[len(selection.common) :], strict=True)
    languages = [
        {row.locale for row in rows} for name, (_, rows) in named if not name.every_language
    ]
    if not languages:
        return ()
    return tuple(sorted(set.intersection(*languages) or set.union(*languages)))


class Part(NamedTuple):
    facet: str
    version: Version
    length: int


def _part(facet: str, rows: list[Row], locales: tuple[str, ...]) -> Part:
    """One list of those that a selection is the common part of, in all its languages."""
    used = {
        row.locale: row
        for row in rows
        if row.number is not None and row.locale in (locales or ("",))
    }
    versions = [Version(row.number, row.moment) for row in used.values()]  # type: ignore[arg-type]
    newest = max(versions, key=lambda version: version.sequence, default=NOTHING)
    return Part(facet, newest, sum(row.length or 0 for row in used.values()))


def _arms(selection: Selection, head: Head, read_by: str = "") -> list[QuerySet[Facet]]:
    """The rows of a list in each of its languages: of the shortest list that it is made of, as far
    as their entries stand in the others too.

    `read_by` names the column whose order they are read in, if not in any that is quickest.
    """
    locales = head.locales or tuple(dict(settings.LANGUAGES))
    return [_narrowed(selection, head, locale, read_by) for locale in locales]


def _narrowed(selection: Selection, head: Head, locale: str, read_by: str) -> QuerySet[Facet]:
    shortest, *others = head.facets
    rows = Facet.objects.filter(name=_list_name(selection, shortest, locale), locale=locale)
    for other in others:
        rows = rows.filter(Exists(Facet.objects.filter(entry=OuterRef("entry"), name=other)))
    if selection.without_named:
        for named in selection.named:
            rows = rows.exclude(entry__in=named.entries())
    if selection.published_before:
        rows = rows.exclude(published_at=Facet.UNDATED)
    ranges = (
        ("published_at", "gte", selection.published_from),
        ("published_at", "lt", selection.published_before),
        ("updated_at", "gt", selection.updated_after),
    )
    for column, comparison, moment in ranges:
        if moment is not None:
            rows = _ranged(rows, column, comparison, moment, read_by)
    return rows


def _ranged(
    rows: QuerySet[Facet], column: str, comparison: str, moment: datetime, read_by: str
) -> QuerySet[Facet]:
    """The rows within a bound.

    Where the order is another column's, the bound is put so that no index is read by it: SQLite
    would rather sort the whole range than read on in the order that is asked for.
    """
    if read_by in ("", column):
        return rows.filter(**{f"{column}__{comparison}": moment})
    told = Coalesce(column, column)
    return rows.alias(**{f"{column}_told": told}).filter(**{f"{column}_told__{comparison}": moment})


def _counted(rows: QuerySet[Facet]) -> Coalesce:
    one = rows.order_by().annotate(one=Value(1)).values("one")
    return Coalesce(Subquery(one.annotate(number=Count("pk")).values("number")), 0)


def _now(selection: Selection, head: Head) -> QuerySet[Any]:
    """The number that the head's version is told by, as it is now."""
    rows = Listing.objects.filter(_listings(selection, head.changed, head.locales or ("",)))
    return rows.order_by("-sequence").values("sequence")[:1]
