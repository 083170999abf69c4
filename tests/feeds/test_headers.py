"""Every feed, each later page of one, and the list of feeds, is answered in the same way.

How a tag and a moment come about is told in test_feed_versions, of one feed.
"""

import gzip
import re
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from pytest_django import Settings

from cms.feeds import renderers
from cms.feeds.opml import MEDIA_TYPE as OPML
from cms.store.models import Entry
from tests import factories
from tests.feeds.fetched import TYPES, every_page

pytestmark = [pytest.mark.once, pytest.mark.django_db]

HUB = "https://hub.example/"
PLAIN: dict[str, str] = {}
GZIP = {"Accept-Encoding": "br, gzip;q=0.8"}


@pytest.fixture
def addresses(client: Client, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The path of every page of every feed, with its content type."""
    monkeypatch.setattr(renderers, "SIZE", 2)
    article = factories.article(
        summary="Кратко " * 50,
        categories=[factories.category()],
        members=[factories.member()],
    )
    factories.copies(article, 2)
    pages = {
        page.address.removeprefix(django_settings.BASE_URL): TYPES[page.form]
        for page in every_page(client)
    }
    # Of the news, a category and a member, each in three formats, of two pages.
    assert len(pages) == 18
    return {**pages, "/feeds.opml": OPML}


def test_a_header_is_wrong(client: Client, addresses: dict[str, str]) -> None:
    for path, kind in addresses.items():
        response = client.get(path)
        assert response["Content-Type"] == kind, path
        response.content.decode("utf-8")
        assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
        assert response["Vary"] == "Accept-Encoding"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Language"] == ("bg, en" if kind == OPML else "bg")


def test_a_feed_asks_who_reads_it(client: Client, addresses: dict[str, str]) -> None:
    """Whoever they are, they get the same, and nothing to be known by."""
    visitor = Client()
    visitor.cookies["session"] = "x" * 32
    for path in addresses:
        response = visitor.get(path, headers={"Accept-Language": "en", "Accept": "text/html"})
        assert response.content == client.get(path).content
        assert response["Vary"] == "Accept-Encoding"
        assert "Set-Cookie" not in response.headers
        assert not response.cookies


@pytest.mark.parametrize("accepts", [PLAIN, GZIP], ids=["plain", "gzip"])
def test_head_says_anything_else_than_get(
    client: Client, addresses: dict[str, str], accepts: dict[str, str]
) -> None:
    for path in addresses:
        got, head = client.get(path, headers=accepts), client.head(path, headers=accepts)
        assert (head.status_code, head.content) == (200, b"")
        assert dict(head.headers) == dict(got.headers)


def test_a_compressed_feed_says_something_else(client: Client, addresses: dict[str, str]) -> None:
    for path in addresses:
        plain, small = client.get(path), client.get(path, headers=GZIP)
        assert small["Content-Encoding"] == "gzip", path
        assert gzip.decompress(small.content) == plain.content
        assert small["ETag"] == f"W/{plain['ETag']}"
        # Brotli is for whoever stands in front of us.
        assert "Content-Encoding" not in client.get(path, headers={"Accept-Encoding": "br"})


@pytest.mark.parametrize("accepts", [PLAIN, GZIP], ids=["plain", "gzip"])
@pytest.mark.parametrize("known", ["{}", "W/{}", '"other", W/{}', '"other",{} ,"third"', "*"])
def test_who_knows_a_feed_gets_it_again(
    client: Client, addresses: dict[str, str], accepts: dict[str, str], known: str
) -> None:
    """By its tag, by the weak one that a compressing proxy makes of it, in a list."""
    for path in addresses:
        first = client.get(path, headers=accepts)
        tag = known.format(first["ETag"].removeprefix("W/"))
        for method in (client.get, client.head):
            again = method(path, headers={**accepts, "If-None-Match": tag})
            assert (again.status_code, again.content) == (304, b""), path
            for name in ("ETag", "Last-Modified", "Cache-Control", "Vary"):
                assert again[name] == first[name]
            assert "Content-Encoding" not in again


def test_a_moment_outranks_a_tag(client: Client, addresses: dict[str, str]) -> None:
    old = "Thu, 15 Jan 2015 09:00:00 GMT"
    for path in addresses:
        first = client.get(path)
        tag, moment = first["ETag"], first["Last-Modified"]
        for conditions, status in (
            ({"If-Modified-Since": moment}, 304),
            ({"If-Modified-Since": old}, 200),
            ({"If-Modified-Since": moment, "If-None-Match": '"other"'}, 200),
            ({"If-Modified-Since": old, "If-None-Match": tag}, 304),
        ):
            assert client.get(path, headers=conditions).status_code == status, (path, conditions)


def test_a_script_of_another_site_may_not_read_a_feed(
    client: Client, addresses: dict[str, str]
) -> None:
    for path in addresses:
        if path != "/feeds.opml":
            assert client.get(path)["Access-Control-Allow-Origin"] == "*"


def links(response: Any) -> dict[str, str]:
    """The addresses of a `Link` header (RFC 8288) by how they are related."""
    found = re.findall(r'<([^>]+)>; rel="(\w+)"', response.get("Link", ""))
    return {rel: url for url, rel in found}


def test_a_header_names_no_hub(
    client: Client, addresses: dict[str, str], settings: Settings
) -> None:
    """Of the first page, which is what is followed; and only where there is a hub."""
    before = {path: client.get(path) for path in addresses}
    assert not any("Link" in response for response in before.values())
    settings.WEBSUB_HUB = HUB
    for path, kind in addresses.items():
        if kind == OPML:
            continue
        response, head = client.get(path), client.head(path)
        told = {} if "?" in path else {"hub": HUB, "self": f"{settings.BASE_URL}{path}"}
        assert links(response) == links(head) == told, path
        # What is named in the body makes it another one.
        assert response["ETag"] != before[path]["ETag"]
        again = client.get(path, headers={"If-None-Match": response["ETag"]})
        assert (again.status_code, links(again)) == (304, told)


def test_a_feed_is_lost_among_many(client: Client, addresses: dict[str, str]) -> None:
    """A tag is of one page, one format, one feed."""
    tags = [client.get(path)["ETag"] for path in addresses if "novini/feed" in path]
    assert len(tags) == len(set(tags)) == 6
    assert Entry.objects.filter(type="news").count() == 3
