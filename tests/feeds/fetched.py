"""Every page of every feed of a site, as a reader gets it who follows each feed to its end."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from django.conf import settings
from django.test import Client

from cms.content.entry_types import get_feeds_by_type
from cms.store.models import Entry

ATOM = "{http://www.w3.org/2005/Atom}"
TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}


@dataclass(frozen=True)
class Fetched:
    """One page of a feed in one format; `address` is where it was asked for, absolute."""

    address: str
    form: str
    body: bytes

    @property
    def data(self) -> Any:
        """A JSON feed as it says itself."""
        return json.loads(self.body)

    @property
    def root(self) -> ElementTree.Element:
        """The outermost element of an XML feed."""
        return ElementTree.fromstring(self.body)  # noqa: S314  (our own)

    @property
    def next(self) -> str:
        """The address of the page of what is older, or nothing."""
        if self.form == "json":
            return self.data.get("next_url", "")
        links = self.root.iter(f"{ATOM}link")
        return next((link.attrib["href"] for link in links if link.get("rel") == "next"), "")


def every_page(client: Client) -> Iterator[Fetched]:
    """The pages of every feed in every format, one feed after the other."""
    for path in places():
        for form in TYPES:
            yield from pages(client, f"{settings.BASE_URL}{path}feed.{form}")


def places() -> list[str]:
    """The paths of the public pages below which feeds stand."""
    heads = Entry.objects.filter(type__in=get_feeds_by_type(), live=True).order_by("path")
    return list(heads.values_list("path", flat=True))


def pages(client: Client, address: str) -> Iterator[Fetched]:
    """A feed's pages, the first of them at this address."""
    while address:
        page = fetch(client, address)
        yield page
        address = page.next


def fetch(client: Client, address: str) -> Fetched:
    form = address.partition("?")[0].rpartition(".")[2]
    response = client.get(address.removeprefix(settings.BASE_URL))
    assert response.status_code == 200, f"{address}: {response.status_code}"
    assert response["Content-Type"] == TYPES[form], address
    return Fetched(address, form, response.content)
