"""The pages that head a list: where each stands, and the last change of it or of its list."""

import json
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import OuterRef, Subquery

from cms.store.entry_queries import NOTHING, Version
from cms.store.lists import ListChangedError
from cms.store.models import Entry, Listing


class Head(NamedTuple):
    """A page that heads a list. `number` moves with the page and with whatever stands in it."""

    type: str
    locale: str
    path: str
    title: str
    number: int


def version(types: Iterable[str]) -> Version:
    """The version of which heads of these types there are, and what they are called. One query."""
    rows = Listing.objects.filter(name__in=[f"type:{name}" for name in types], locale="")
    versions = [Version(row.sequence, row.modified_at) for row in rows]
    return max(versions, key=lambda version: version.sequence, default=NOTHING)


def heads(types: Iterable[str], version: Version | None = None) -> list[Head]:
    """The heads of these types in every language, by title. One query.

    Raises ListChangedError when there are others by now than in `version`.
    """
    listing = Listing.objects.filter(name=OuterRef("heads"), locale=OuterRef("locale"))
    every = [f"type:{name}" for name in types]
    rows = Entry.objects.filter(facets__name__in=every).order_by("title_key", "pk")
    found = rows.values_list(
        "type", "locale", "path", "card", "sequence", Subquery(listing.values("sequence"))
    )
    if version and any(row[4] > version.sequence for row in found):
        raise ListChangedError
    return [
        Head(kind, locale, path, json.loads(card)["title"], max(own, listed or 0))
        for kind, locale, path, card, own, listed in found
    ]
