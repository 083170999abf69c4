"""Lists of entries: what stands in one, how many, and when it last changed.

A list is the entries of one facet, or of several at once, in one language or all. It is read in two
steps, each one query: its head, which is all that a conditional answer needs, then its entries.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, NamedTuple, ParamSpec, TypeVar

from django.conf import settings
from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from cms.store.models import Entry, Facet, Listing
from cms.store.queries import NOTHING, Version
from cms.store.selections import Named, Place, Selection

P = ParamSpec("P")
T = TypeVar("T")

# How often an answer is begun anew before a change in its midst is an error.
ATTEMPTS = 20
ORDERS = {
    "newest": ("-published_at", "position", "entry_id"),
    "tree": ("position", "entry_id"),
    "published_at": ("published_at", "entry_id"),
    "-published_at": ("-published_at", "entry_id"),
    "updated_at": ("entry__updated_at", "entry_id"),
    "-updated_at": ("-entry__updated_at", "entry_id"),
    "title": ("entry__title_key", "entry_id"),
    "-title": ("-entry__title_key", "entry_id"),
}


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
) -> tuple[list[Entry], int]:
    """Return a list's entries and its length. One query; two beyond the end of a narrowed list.

    The entries come without the text of their `whole` unless it is asked for. Raises
    ListChangedError when the list has another head by now.
    """
    if head.count == 0:
        return [], 0
    rows = _standing(selection, head)
    order = ORDERS[selection.order]
    # The order is found among keys alone: texts are read only of the entries that are shown.
    wanted = rows.order_by(*order)[offset : offset + limit].values("pk")
    shown = Facet.objects.filter(pk__in=wanted).order_by(*order).select_related("entry")
    if not whole:
        shown = shown.defer("entry__whole")
    if head.count is None:
        shown = shown.annotate(total=Subquery(_counted(rows)))
    found: list[Any] = list(shown.annotate(now=Subquery(_now(head))))
    if any(row.now != head.version.sequence for row in found):
        raise ListChangedError
    for row in found:
        row.entry.position = row.position
    count = head.count
    if count is None:
        count = found[0].total if found else rows.count() if offset else 0
    return [row.entry for row in found], count


def _places(selection: Selection) -> int:
    return len(selection.common) + len(selection.named)


def _rows(selection: Selection) -> Iterable[Row]:
    """The rows of all the lists a selection is made of, in one query."""
    arms = [_facet_arm(selection, index) for index in range(len(selection.common))]
    for index, named in enumerate(selection.named, len(arms)):
        arms += [_named_arm(named, index, locale) for locale in _wanted(selection, named)]
    first, *others = arms
    return map(Row._make, first.union(*others, all=True) if others else first)


def _wanted(selection: Selection, named: Named) -> Iterable[str | None]:
    """The languages in which a named list is looked up; None is the entry's own."""
    if selection.asked:
        return selection.asked
    return ["", *dict(settings.LANGUAGES)] if named.every_language else [None]


def _facet_arm(selection: Selection, place: int) -> QuerySet[Any]:
    rows = Listing.objects.filter(name=selection.common[place])
    if selection.asked:
        rows = rows.filter(locale__in=selection.asked)
    elif not selection.named:
        rows = rows.filter(locale="")
    return rows.annotate(place=Value(place)).values_list(
        "place", "name", "locale", "sequence", "modified_at", "count"
    )


def _named_arm(named: Named, place: int, locale: str | None) -> QuerySet[Any]:
    """The list of a named entry, in a language, or in the entry's own."""
    listing = Listing.objects.filter(
        name=OuterRef("facet"), locale=locale if locale is not None else OuterRef("locale")
    )
    facet = Concat(Value(f"{named.kind}:"), F("group"), output_field=CharField())
    told = F("locale") if locale is None else Value(locale, output_field=CharField())
    return (
        named.entries()
        .annotate(place=Value(place), facet=facet, told=told)
        .annotate(
            number=Subquery(listing.values("sequence")),
            moment=Subquery(listing.values("modified_at")),
            length=Subquery(listing.values("count")),
        )
        .values_list("place", "facet", "told", "number", "moment", "length")
    )


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


def _standing(selection: Selection, head: Head) -> QuerySet[Facet]:
    """The rows of the shortest list whose entries stand in the others too."""
    shortest, *others = head.facets
    rows = Facet.objects.filter(name=shortest, **_in(head.locales))
    for other in others:
        rows = rows.filter(Exists(Facet.objects.filter(entry=OuterRef("entry"), name=other)))
    if selection.fallback:
        rows = rows.filter(Q(locale=selection.locale) | ~Exists(_translated(selection)))
    if selection.without_named:
        for named in selection.named:
            rows = rows.exclude(entry__in=named.entries())
    if selection.behind:
        rows = rows.filter(_behind(selection.behind))
    ranges = {
        "published_at__gte": selection.published_from,
        "published_at__lt": selection.published_before,
        "entry__updated_at__gt": selection.updated_after,
    }
    return rows.filter(**{name: value for name, value in ranges.items() if value is not None})


def _behind(place: Place) -> Q:
    """What the order of `newest` has after a place."""
    same_moment = Q(published_at=place.published_at)
    same_position = same_moment & Q(position=place.position)
    return (
        Q(published_at__lt=place.published_at)
        | same_moment & Q(position__gt=place.position)
        | same_position & Q(entry__gt=place.entry)
    )


def _in(locales: tuple[str, ...]) -> dict[str, Any]:
    """The condition for these languages; one alone is asked so that the index orders the list."""
    if not locales:
        return {}
    return {"locale": locales[0]} if len(locales) == 1 else {"locale__in": locales}


def _translated(selection: Selection) -> QuerySet[Entry]:
    """The entry that makes a stand-in needless."""
    return Entry.objects.filter(group=OuterRef("entry__group"), locale=selection.locale, live=True)


def _counted(rows: QuerySet[Facet]) -> QuerySet[Any]:
    return rows.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n")


def _now(head: Head) -> QuerySet[Any]:
    """The number that the head's version is told by, as it is now."""
    rows = Listing.objects.filter(name=head.changed, locale__in=head.locales or ("",))
    return rows.order_by("-sequence").values("sequence")[:1]
