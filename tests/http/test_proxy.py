"""Behind a real caching proxy nobody is ever told an older state of the site."""

from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from wagtail.contrib.redirects.models import Redirect

from cms.store.flush import publish_transaction
from cms.store.models import Entry
from news.models import NewsPage
from tests import factories
from tests.nginx import caching_proxy, require_nginx
from tests.waitress_server import served_by_waitress

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ARTICLE = "/bg/novini/parva-kopka/"
# Pages, lists, feeds and sitemaps; the addresses that the article has in the course of the test;
# and such as nothing is at, at first or ever.
ADDRESSES = (
    "/", "/bg/", "/bg/novini/", ARTICLE, "/bg/novini/druga/", "/bg/chlenove/", "/bg/abonament/",
    "/bg/tarsene/?q=kopka", "/bg/novini/kategoria/proekti/",
    "/bg/novini/feed.rss", "/bg/novini/feed.atom", "/bg/novini/feed.json",
    "/bg/novini/kategoria/proekti/feed.rss", "/feeds.opml",
    "/sitemap.xml", "/sitemap-bg-1.xml", "/sitemap-news.xml", "/robots.txt",
    "/api/v1/", "/api/v1/site/", "/api/v1/pages/", "/api/v1/news/", "/api/v1/news/?locale=bg",
    "/api/v1/news/categories/", "/api/v1/changes/", "/api/v1/search/?q=kopka",
    f"/api/v1/resolve/?path={ARTICLE}", "/api/v1/resolve/?path=/bg/novini/druga/",
    "/bg/staro/", "/staro/", "/nyama/", "/api/nyama/",
)  # fmt: skip
STORED = ("HIT", "STALE", "UPDATING")

Told = tuple[int, str, bytes]


class Reader:
    """Reads addresses at a port, one after another."""

    def __init__(self, port: int) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)

    def read(self, addresses: tuple[str, ...]) -> dict[str, Told]:
        """What is told at each address: status, where it leads, body."""
        return {address: self._get(address) for address in addresses}

    def _get(self, address: str) -> Told:
        self.connection.request("GET", address, headers={"Host": "localhost"})
        response = self.connection.getresponse()
        body = response.read()
        assert response.headers.get("X-Cache") not in STORED, address
        return response.status, response.headers.get("Location", ""), body


@pytest.fixture
def readers(tmp_path: Path) -> Iterator[tuple[Reader, Reader]]:
    """Who reads through the proxy, and who reads past it."""
    require_nginx()
    with served_by_waitress() as port, caching_proxy(tmp_path, port) as proxy:
        both = Reader(proxy), Reader(port)
        yield both
        for reader in both:
            reader.connection.close()


def rename(page: NewsPage, slug: str) -> NewsPage:
    page.slug = slug
    return factories.publish(page)


def unpublish(page: NewsPage) -> None:
    with publish_transaction():
        NewsPage.objects.get(pk=page.pk).unpublish()
    factories.settle()


def test_a_proxy_tells_nothing_stale(readers: tuple[Reader, Reader]) -> None:
    through, past = readers
    factories.site_profile()
    factories.news_index()

    def check(step: str, *more: str) -> dict[str, Told]:
        addresses = ADDRESSES + more
        told, right = through.read(addresses), past.read(addresses)
        assert {path for path in addresses if told[path] != right[path]} == set(), step
        return told

    before = check("nothing published")
    assert before["/sitemap-news.xml"][0] == before[ARTICLE][0] == 404
    page = factories.article(categories=[factories.category()])
    entry = f"/api/v1/news/{Entry.objects.get(type='news').pk}/"
    published = check("published", entry)
    assert published[ARTICLE][0] == published["/sitemap-news.xml"][0] == 200
    page.title = "Втора копка"
    page = factories.publish(page)
    edited = check("edited", entry)
    assert all(edited[path] != published[path] for path in (ARTICLE, entry, "/bg/novini/feed.rss"))
    page = rename(page, "druga")
    renamed = check("renamed", entry)
    assert renamed[ARTICLE][:2] == (301, "/bg/novini/druga/")
    page = rename(page, "parva-kopka")
    back = check("renamed back", entry)
    assert back["/bg/novini/druga/"][:2] == (301, ARTICLE)
    for old in ("/bg/staro/", "/staro"):
        Redirect.add_redirect(old, page)
    led = check("redirects entered", entry)
    assert led["/bg/staro/"][:2] == led["/staro/"][:2] == (301, ARTICLE)
    Redirect.objects.all().delete()
    assert check("redirects deleted", entry)["/staro/"][0] == 404
    unpublish(page)
    gone = check("unpublished", entry)
    assert gone[ARTICLE][0] == gone[entry][0] == 410
    factories.publish(NewsPage.objects.get(pk=page.pk))
    assert check("published again", entry)[ARTICLE][0] == 200
