"""Lists of entries: what stands in one, how many, and when it last changed.

A list is the entries of one facet, or of several at once, in one language or all. It is read in two
steps, each one query: its info, which is all that a conditional answer needs, then its entries.
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
from cms.store.cursors import END, ORDERS, Cursor, build_condition, get_sort_key, reverse_order
from cms.store.entry_queries import NO_VERSION, Version
from cms.store.list_query import ListQuery, RelatedTo
from cms.store.models import Entry, ListMembership, ListState

P = ParamSpec("P")
T = TypeVar("T")

# How often an answer is begun anew before a change in its midst is an error.
MAX_ATTEMPTS = 20
# So many rows are rather sorted than looked for in a whole list.
SORT_THRESHOLD_ROWS = 1_000
# The lengths of narrowed lists, each of one version and so for good. It is no part of the cache of
# the settings: whoever asks for many lists must not crowd out what counts requests there.
COUNT_CACHE = LocMemCache("list-counts", {"max_entries": 1_000, "timeout": None})


@dataclass(frozen=True)
class ListInfo:
    """A list's version and, where it is known, its length.

    `facets` are the lists that it is the common part of, the shortest first, `version_facet` the
    one that `version` is of; `locales` is empty for all languages.
    """

    version: Version
    facets: tuple[str, ...]
    version_facet: str
    locales: tuple[str, ...]
    count: int | None


@dataclass(frozen=True)
class ResultPage:
    """Some entries of a list, in order; `count` is the length of the whole list.

    `before` and `after` lead to the pages around it, if there are any.
    """

    entries: list[Entry]
    count: int
    before: Cursor | None = None
    after: Cursor | None = None


class StaleReadError(Exception):
    """A list is another one than when its info was read."""


class RelatedEntryNotFoundError(Exception):
    """There is no public entry by the id, path or slug that is given."""

    def __init__(self, related: RelatedTo) -> None:
        super().__init__(related.value)
        self.related = related


class StateRow(NamedTuple):
    """One list's row, in one language, as it is found for the facet or name at `part_index`."""

    part_index: int
    facet: str
    locale: str
    number: int | None
    moment: datetime | None
    length: int | None


def retry_on_stale_read(answer: Callable[P, T]) -> Callable[P, T]:
    """Have an answer made anew when the list that it shows changed while it was made.

    A list's info is read first, its entries only if they are needed: two statements, between which
    somebody may publish.
    """

    @wraps(answer)
    def retry(*args: P.args, **kwargs: P.kwargs) -> T:
        for _ in range(MAX_ATTEMPTS):
            try:
                return answer(*args, **kwargs)
            except StaleReadError:
                continue
        return answer(*args, **kwargs)

    return retry


def get_list_info(query: ListQuery) -> ListInfo:
    """Read a list's info. One query; a list that was never used is empty.

    A list of several facets has changed only if all of them have, so its version is the oldest of
    theirs. Raises RelatedEntryNotFoundError.
    """
    rows = list(_query_states(query))
    found = [_choose_list(query, rows, part_index) for part_index in range(_count_parts(query))]
    locales = query.requested_locales or _find_common_locales(query, found)
    parts = [_combine_states(facet, some, locales) for facet, some in found]
    oldest = min(parts, key=lambda part: part.version.sequence)
    plain = query.is_plain and len(parts) == 1
    shortest = sorted(parts, key=lambda part: part.length)
    return ListInfo(
        version=oldest.version,
        facets=tuple(part.facet for part in shortest),
        version_facet=oldest.facet,
        locales=locales,
        count=shortest[0].length if plain or not shortest[0].length else None,
    )


def get_info_of_page_list(entry: Entry) -> ListInfo:
    """The info of the list that an entry's page shows, which `get_by_paths` read with it. No
    query."""
    version = NO_VERSION
    if entry.list_sequence is not None:
        version = Version(entry.list_sequence, entry.list_modified_at)
    return ListInfo(
        version, (entry.list_name,), entry.list_name, (entry.locale,), entry.list_count or 0
    )


def read_page(
    query: ListQuery, info: ListInfo, offset: int = 0, limit: int = 20, with_full_json: bool = False
) -> ResultPage:
    """Return a page of a list. One query; two beyond the end of a narrowed list.

    It begins at the selection's cursor, or `offset` entries from the list's start. The entries
    come without their `full_json` unless it is asked for. Raises StaleReadError when the list has
    changed since `info` was read.
    """
    if info.count == 0:
        return ResultPage([], 0)
    count = info.count if info.count is not None else COUNT_CACHE.get(_get_count_key(query, info))
    columns = _get_columns(query)
    # What a range leaves of a list is found in the list's order unless it is known to be little.
    arms = _build_member_queries(
        query, info, "" if count and count <= SORT_THRESHOLD_ROWS else columns[0].lstrip("-")
    )
    # The order is found among keys alone: texts are read only of the entries that are shown.
    picked = _pick_keys(arms, columns, query.cursor, offset, limit + 1)
    shown = ListMembership.objects.filter(pk__in=picked).order_by(*columns).select_related("entry")
    if not with_full_json:
        shown = shown.defer("entry__full_json")
    shown = shown.annotate(
        now=Subquery(_query_current_sequence(query, info)),
        opposite=_find_opposite(arms, columns, query.cursor),
    )
    if count is None:
        shown = shown.annotate(
            total=sum(map(_build_count, _build_member_queries(query, info)), Value(0))
        )
    found = list(shown)
    if any(row.now != info.version.sequence for row in found):
        raise StaleReadError
    if count is None:
        count = _read_count(query, info, found, offset)
    return _build_page(query, found, count, offset, limit)


def _build_page(
    query: ListQuery, found: list[Any], count: int, offset: int, limit: int
) -> ResultPage:
    """Put a page together of its rows and, if there is more, the one beyond them."""
    cursor, shown = query.cursor, found[:limit]
    if not shown:
        return ResultPage([], count, *_get_cursors_around_empty_page(cursor, count, offset))
    more = len(found) > limit
    opposite = shown[0].opposite is not None if cursor else offset > 0
    if cursor and cursor.backward:
        shown.reverse()
        before, after = more, opposite
    else:
        before, after = opposite, more
    first, last = (get_sort_key(row, query.order) for row in (shown[0], shown[-1]))
    return ResultPage(
        [row.entry for row in shown],
        count,
        Cursor(first, backward=True) if before else None,
        Cursor(last) if after else None,
    )


def _get_cursors_around_empty_page(
    cursor: Cursor | None, count: int, offset: int
) -> tuple[Cursor | None, Cursor | None]:
    """What lies around an empty page: all there is lies on the other side of its place."""
    if not count or cursor == END:
        return None, None
    if cursor is None:
        return END if offset else None, None
    return (None, cursor.reverse()) if cursor.backward else (cursor.reverse(), None)


def _get_columns(query: ListQuery) -> tuple[str, ...]:
    """The columns by which rows are read: in the opposite order if the page lies before."""
    columns = ORDERS[query.order]
    backward = query.cursor and query.cursor.backward
    return reverse_order(columns) if backward else columns


def _pick_keys(
    arms: list[QuerySet[ListMembership]],
    columns: tuple[str, ...],
    cursor: Cursor | None,
    offset: int,
    number: int,
) -> QuerySet[Any]:
    """The keys of a page's rows.

    Each arm is a range of one index that has the order already, and is read no further than the
    page may reach; only what is read of them is sorted together.
    """
    beyond = build_condition(cursor, columns) if cursor else Q()
    ordered = [rows.filter(beyond).order_by(*columns) for rows in arms]
    if len(ordered) == 1:
        return ordered[0][offset : offset + number].values("pk")
    first, *others = [rows[: offset + number].values("pk") for rows in ordered]
    if not connection.features.supports_slicing_ordering_in_compound:
        # SQLite takes no limit in an arm of a union: it stands one deeper.
        first, *others = [
            ListMembership.objects.filter(pk__in=rows).values("pk") for rows in (first, *others)
        ]
    together = ListMembership.objects.filter(pk__in=first.union(*others, all=True)).order_by(
        *columns
    )
    return together[offset : offset + number].values("pk")


def _find_opposite(
    arms: list[QuerySet[ListMembership]], columns: tuple[str, ...], cursor: Cursor | None
) -> Coalesce | Subquery | Value:
    """The nearest row on the other side of a cursor, if there is any, in one language or another.

    It is not asked for by EXISTS: of a long list, PostgreSQL would look for any by reading the
    table.
    """
    if cursor is None or not cursor.key:
        return Value(None, output_field=BigIntegerField())
    opposite = reverse_order(columns)
    other_side = build_condition(cursor.reverse(), opposite)
    nearest = [
        Subquery(rows.filter(other_side).order_by(*opposite).values("pk")[:1]) for rows in arms
    ]
    return Coalesce(*nearest) if len(nearest) > 1 else nearest[0]


def _get_count_key(query: ListQuery, info: ListInfo) -> str:
    """Under which name the length of this version of a list is remembered."""
    version = info.version
    fingerprint = query.fingerprint("order").hex()
    return f"list-{fingerprint}-{version.sequence}-{version.modified_at.timestamp():.0f}"


def _read_count(query: ListQuery, info: ListInfo, found: list[Any], offset: int) -> int:
    """The length of a list that had to be counted: it came with the rows, if there are any."""
    if found:
        COUNT_CACHE.set(_get_count_key(query, info), found[0].total)
        return found[0].total
    if not (offset or query.cursor):
        return 0
    first, *others = [rows.values("pk") for rows in _build_member_queries(query, info)]
    return (first.union(*others, all=True) if others else first).count()


def _count_parts(query: ListQuery) -> int:
    return len(query.common_facets) + len(query.related)


def _query_states(query: ListQuery) -> Iterable[StateRow]:
    """The rows of all the lists a selection is made of, in one query."""
    arms = [_build_facet_query(query, part_index) for part_index in range(len(query.common_facets))]
    for part_index, related in enumerate(query.related, len(arms)):
        arms += [
            _build_related_query(query, related, part_index, locale)
            for locale in _list_locales(query, related)
        ]
    first, *others = arms
    return map(StateRow._make, first.union(*others, all=True) if others else first)


def _list_locales(query: ListQuery, related: RelatedTo) -> Iterable[str | None]:
    """The languages in which a named list is looked up; None is the entry's own."""
    if query.requested_locales:
        return query.requested_locales
    return ["", *dict(settings.LANGUAGES)] if related.all_locales else [None]


def _build_facet_query(query: ListQuery, part_index: int) -> QuerySet[Any]:
    facet = query.common_facets[part_index]
    rows = ListState.objects.filter(name=facet)
    if query.requested_locales:
        rows = ListState.objects.filter(_filter_states(query, facet, query.requested_locales))
    elif not query.related:
        rows = rows.filter(locale="")
    facet_value = Value(facet, output_field=CharField())
    return rows.annotate(part_index=Value(part_index), facet=facet_value).values_list(
        "part_index", "facet", "locale", "sequence", "modified_at", "count"
    )


def _build_related_query(
    query: ListQuery, related: RelatedTo, part_index: int, locale: str | None
) -> QuerySet[Any]:
    """The list of a named entry, in a language, or in the entry's own."""
    listing = ListState.objects.filter(
        name=OuterRef("state_name"), locale=locale if locale is not None else OuterRef("locale")
    )
    facet = Concat(Value(f"{related.kind}:"), F("group"), output_field=CharField())
    state_name = Concat(F("facet"), Value(_get_list_name(query, "", locale or "")))
    list_locale = F("locale") if locale is None else Value(locale, output_field=CharField())
    return (
        related.query_entries()
        .annotate(part_index=Value(part_index), facet=facet, list_locale=list_locale)
        .annotate(state_name=state_name)
        .annotate(
            number=Subquery(listing.values("sequence")),
            moment=Subquery(listing.values("modified_at")),
            length=Subquery(listing.values("count")),
        )
        .values_list("part_index", "facet", "list_locale", "number", "moment", "length")
    )


def _get_list_name(query: ListQuery, facet: str, locale: str) -> str:
    """The name of a list's part that is shown in a language: what fills in is another list."""
    fills_in = locale and locale == query.fallback
    return dependency_keys.untranslated_facet(facet, query.locale) if fills_in else facet


def _filter_states(query: ListQuery, facet: str, locales: Iterable[str]) -> Q:
    """The condition for the rows of a list's parts in these languages."""
    names = ((locale, _get_list_name(query, facet, locale)) for locale in locales)
    return reduce(or_, (Q(name=name, locale=locale) for locale, name in names))


def _choose_list(
    query: ListQuery, rows: list[StateRow], part_index: int
) -> tuple[str, list[StateRow]]:
    """The facet at a place, and its rows."""
    own = [row for row in rows if row.part_index == part_index]
    if part_index < len(query.common_facets):
        return query.common_facets[part_index], own
    if not own:
        raise RelatedEntryNotFoundError(query.related[part_index - len(query.common_facets)])
    # Two entries can have one slug, in two languages; one of them is meant.
    facet = min(row.facet for row in own)
    return facet, [row for row in own if row.facet == facet]


def _find_common_locales(
    query: ListQuery, found: list[tuple[str, list[StateRow]]]
) -> tuple[str, ...]:
    """The languages that all that is named has in common; or else all of them."""
    related = zip(query.related, found[len(query.common_facets) :], strict=True)
    languages = [
        {row.locale for row in rows} for name, (_, rows) in related if not name.all_locales
    ]
    if not languages:
        return ()
    return tuple(sorted(set.intersection(*languages) or set.union(*languages)))


class ListPart(NamedTuple):
    facet: str
    version: Version
    length: int


def _combine_states(facet: str, rows: list[StateRow], locales: tuple[str, ...]) -> ListPart:
    """One list of those that a selection is the common part of, in all its languages."""
    used = {
        row.locale: row
        for row in rows
        if row.number is not None and row.locale in (locales or ("",))
    }
    versions = [Version(row.number, row.moment) for row in used.values()]  # type: ignore[arg-type]
    newest = max(versions, key=lambda version: version.sequence, default=NO_VERSION)
    return ListPart(facet, newest, sum(row.length or 0 for row in used.values()))


def _build_member_queries(
    query: ListQuery, info: ListInfo, read_by: str = ""
) -> list[QuerySet[ListMembership]]:
    """The rows of a list in each of its languages: of the shortest list that it is made of, as far
    as their entries stand in the others too.

    `read_by` names the column whose order they are read in, if not in any that is quickest.
    """
    locales = info.locales or tuple(dict(settings.LANGUAGES))
    return [_narrow(query, info, locale, read_by) for locale in locales]


def _narrow(
    query: ListQuery, info: ListInfo, locale: str, read_by: str
) -> QuerySet[ListMembership]:
    shortest, *others = info.facets
    rows = ListMembership.objects.filter(
        name=_get_list_name(query, shortest, locale), locale=locale
    )
    for other in others:
        rows = rows.filter(
            Exists(ListMembership.objects.filter(entry=OuterRef("entry"), name=other))
        )
    if query.exclude_related:
        for related in query.related:
            rows = rows.exclude(entry__in=related.query_entries())
    if query.published_before:
        rows = rows.exclude(published_at=ListMembership.UNDATED)
    ranges = (
        ("published_at", "gte", query.published_from),
        ("published_at", "lt", query.published_before),
        ("updated_at", "gt", query.updated_after),
    )
    for column, comparison, moment in ranges:
        if moment is not None:
            rows = _filter_range(rows, column, comparison, moment, read_by)
    return rows


def _filter_range(
    rows: QuerySet[ListMembership], column: str, comparison: str, moment: datetime, read_by: str
) -> QuerySet[ListMembership]:
    """The rows within a bound.

    Where the order is another column's, the bound is put so that no index is read by it: SQLite
    would rather sort the whole range than read on in the order that is asked for.
    """
    if read_by in ("", column):
        return rows.filter(**{f"{column}__{comparison}": moment})
    unindexed = Coalesce(column, column)
    return rows.alias(**{f"{column}_unindexed": unindexed}).filter(
        **{f"{column}_unindexed__{comparison}": moment}
    )


def _build_count(rows: QuerySet[ListMembership]) -> Coalesce:
    ones = rows.order_by().annotate(one=Value(1)).values("one")
    return Coalesce(Subquery(ones.annotate(number=Count("pk")).values("number")), 0)


def _query_current_sequence(query: ListQuery, info: ListInfo) -> QuerySet[Any]:
    """The number that the info's version is told by, as it is now."""
    rows = ListState.objects.filter(
        _filter_states(query, info.version_facet, info.locales or ("",))
    )
    return rows.order_by("-sequence").values("sequence")[:1]
