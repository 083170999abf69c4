"""The pages that show a list: where each stands, and the last change of it or of its list."""

import json
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import OuterRef, Subquery

from cms.store.entry_queries import NO_VERSION, Version
from cms.store.lists import StaleReadError
from cms.store.models import Entry, ListState


class ListPage(NamedTuple):
    """A page that shows a list. `number` moves with the page and with whatever stands in it."""

    type: str
    locale: str
    path: str
    title: str
    number: int


def get_version(types: Iterable[str]) -> Version:
    """The version of list pages of these types there are, and what they are called. One query."""
    rows = ListState.objects.filter(name__in=[f"type:{name}" for name in types], locale="")
    versions = [Version(row.sequence, row.modified_at) for row in rows]
    return max(versions, key=lambda version: version.sequence, default=NO_VERSION)


def find_list_pages(types: Iterable[str], version: Version | None = None) -> list[ListPage]:
    """The list pages of these types in every language, by title. One query.

    Raises StaleReadError when there are others by now than in `version`.
    """
    listing = ListState.objects.filter(name=OuterRef("list_name"), locale=OuterRef("locale"))
    every = [f"type:{name}" for name in types]
    rows = Entry.objects.filter(memberships__name__in=every).order_by("title_key", "pk")
    found = rows.values_list(
        "type", "locale", "path", "card_json", "sequence", Subquery(listing.values("sequence"))
    )
    if version and any(row[4] > version.sequence for row in found):
        raise StaleReadError
    return [
        ListPage(kind, locale, path, json.loads(card)["title"], max(own, listed or 0))
        for kind, locale, path, card, own, listed in found
    ]
