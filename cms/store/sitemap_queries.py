"""Every public address there is, for maps of the site: columns only, no entry's text.

Each function says how many queries it makes.
"""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from cms.store.entry_queries import NO_VERSION, Version, site_frame_path
from cms.store.list_query import ALL
from cms.store.lists import StaleReadError
from cms.store.models import Entry, ListMembership, ListState


class Extent(NamedTuple):
    """How many addresses there are in a language, and their last change."""

    version: Version
    number: int


class Address(NamedTuple):
    """Where a page stands in one language, and when its text last changed."""

    path: str
    updated_at: datetime


class NewsItem(NamedTuple):
    """Something that was published of late, in the publication of this name."""

    publication: str
    locale: str
    path: str
    title: str
    published_at: datetime


def get_extents() -> dict[str, Extent]:
    """How many addresses each language has; "" stands for all of them together. One query."""
    rows = ListState.objects.filter(name=ALL)
    return {row.locale: Extent(Version(row.sequence, row.modified_at), row.count) for row in rows}


def read_addresses(
    locale: str, version: Version, offset: int, limit: int
) -> list[dict[str, Address]]:
    """Some of the pages of a language, the oldest first, each with all its addresses. One query.

    `version` is that of all languages. Raises StaleReadError when it is another by now.
    """
    now = ListState.objects.filter(name=ALL, locale="").values("sequence")
    # The order of the list's index from its end: what is new stands in the last part.
    members = ListMembership.objects.filter(name=ALL, locale=locale)
    members = members.order_by("published_at", "-position", "-entry_id")[offset : offset + limit]
    rows = Entry.objects.filter(live=True, group__in=members.values("entry__group"))
    found = rows.order_by("group", "locale").values_list(
        "group", "locale", "path", "updated_at", Subquery(now)
    )
    pages = []
    for _, languages in groupby(found, key=lambda row: row[0]):
        rows_of_group = list(languages)
        if any(row[4] != version.sequence for row in rows_of_group):
            raise StaleReadError
        pages.append({row[1]: Address(row[2], row[3]) for row in rows_of_group})
    if not pages:
        raise StaleReadError
    return pages


def get_news_version(types: Iterable[str], now: datetime, window: timedelta) -> Version:
    """The version of `read_news`. One query.

    It moves with the clock too: its moment is when something last came in or fell out. While there
    are no news it is `NO_VERSION`.
    """
    codes = _list_locales()
    frames = _query_site_frames().order_by("-sequence")
    rows = ListState.objects.filter(name__in=_list_facets(types), locale="").annotate(
        frame=Subquery(frames.values("sequence")[:1]),
        frame_modified_at=Subquery(frames.values("modified_at")[:1]),
        **{
            f"came_{place}": _query_newest_date(code, published_at__lte=now)
            for place, code in enumerate(codes)
        },
        **{
            f"fell_{place}": _query_newest_date(code, published_at__lt=now - window)
            for place, code in enumerate(codes)
        },
    )
    version = NO_VERSION
    newest = [getattr(row, f"came_{place}") for row in rows for place in range(len(codes))]
    if not any(came and came >= now - window for came in newest):
        return version
    for row in rows:
        came = [getattr(row, f"came_{place}") for place in range(len(codes))]
        fell = [getattr(row, f"fell_{place}") for place in range(len(codes))]
        fell = [moment and moment + window for moment in fell]
        moments = (row.modified_at, row.frame_modified_at, version.modified_at, *came, *fell)
        version = Version(
            max(row.sequence, row.frame or 0, version.sequence), max(filter(None, moments))
        )
    return version


def read_news(
    types: Iterable[str], version: Version, now: datetime, window: timedelta, limit: int
) -> list[NewsItem]:
    """The newest entries of these types that are dated within the window before now. One query.

    Raises StaleReadError when their list has another version by now.
    """
    rows = ListMembership.objects.filter(
        name__in=_list_facets(types),
        locale__in=_list_locales(),
        published_at__range=(now - window, now),
    )
    listing = ListState.objects.filter(name=OuterRef("name"), locale="")
    frame = Entry.objects.filter(
        path=Concat(Value(site_frame_path("")), OuterRef("locale")), live=True
    )
    found = rows.order_by("-published_at", "position", "entry_id")[:limit].values_list(
        "locale",
        "entry__path",
        "entry__card_json",
        "published_at",
        Subquery(frame.values("card_json")),
        Subquery(listing.values("sequence")),
        Subquery(_query_site_frames().order_by("-sequence").values("sequence")[:1]),
    )
    result = []
    for locale, path, card, published_at, site, number, framed in found:
        if max(number, framed or 0) > version.sequence:
            raise StaleReadError
        publication = json.loads(site)["title"] if site else ""
        result.append(NewsItem(publication, locale, path, json.loads(card)["title"], published_at))
    return result


def _list_facets(types: Iterable[str]) -> list[str]:
    return [f"type:{name}" for name in types]


def _query_newest_date(locale: str, **until: datetime) -> Subquery:
    """The date of the newest entry of a list until a moment, in one language: its index's order."""
    rows = ListMembership.objects.filter(name=OuterRef("name"), locale=locale, **until)
    return Subquery(rows.order_by("-published_at").values("published_at")[:1])


def _list_locales() -> list[str]:
    return [code for code, _ in settings.LANGUAGES]


def _query_site_frames() -> QuerySet[Entry]:
    return Entry.objects.filter(path__in=[site_frame_path(code) for code in _list_locales()])
