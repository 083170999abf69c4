"""A feed in each format: what it names, its later pages, and the pages that announce it."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser
import pytest
from django.core.files.storage import default_storage
from django.test import Client

from cms.store.flush import publish_transaction
from cms.store.models import Entry, ListMembership
from news.models import NewsPage
from tests import factories
from tests.content.entries import pages
from tests.queries import reads_of_the_store

pytestmark = [pytest.mark.django_db, pytest.mark.once]

JSON = dict[str, Any]
DAY = datetime(2026, 1, 15, 9, tzinfo=UTC)
TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}


def body(client: Client, address: str) -> bytes:
    response = client.get(address.removeprefix("http://testserver"))
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == TYPES[re.findall(r"feed\.(\w+)", address)[0]]
    content: bytes = response.content
    return content


def xml(client: Client, address: str) -> Any:
    feed = feedparser.parse(body(client, address), sanitize_html=False, resolve_relative_uris=False)
    assert not feed.bozo, feed.bozo_exception
    return feed


def link(feed: Any, rel: str) -> str:
    found: list[str] = [one.href for one in feed.feed.links if one.rel == rel]
    return found[0] if found else ""


@pytest.fixture
def article() -> NewsPage:
    return factories.article(date=DAY, author="Пресцентър", summary="Кратко & <ясно>")


def _others() -> Iterator[str]:
    """The addresses of a category and of a member, which have feeds too."""
    yield Entry.objects.get(type="news_category", locale="bg").path
    yield Entry.objects.get(type="member", locale="bg").path


def test_a_feed_does_not_tell_its_name_or_its_address(client: Client, article: NewsPage) -> None:
    factories.site_profile()
    rss, atom = xml(client, "/bg/novini/feed.rss"), xml(client, "/bg/novini/feed.atom")
    told = json.loads(body(client, "/bg/novini/feed.json"))
    assert rss.feed.title == atom.feed.title == told["title"] == "Новини – Клъстер"
    assert (rss.version, atom.version) == ("rss20", "atom10")
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    for form, own in (
        ("rss", link(rss, "self")),
        ("atom", link(atom, "self")),
        ("json", told["feed_url"]),
    ):
        assert own == f"http://testserver/bg/novini/feed.{form}"
    assert rss.feed.language == atom.feed.language == told["language"] == "bg"
    assert atom.feed.id.startswith("urn:uuid:")


def test_the_same_feed_in_another_language_is_not_named(client: Client, article: NewsPage) -> None:
    factories.translate(factories.home(), {})
    factories.translate(factories.news_index(), {"Новини": "News"})
    factories.translate(article, {"Първа копка": "Breaking ground"})
    for form in ("rss", "atom"):
        for here, there in (("/bg/novini/", "/en/news/"), ("/en/news/", "/bg/novini/")):
            feed = xml(client, f"{here}feed.{form}")
            other = [one for one in feed.feed.links if one.get("hreflang")]
            assert [one.href for one in other] == [f"http://testserver{there}feed.{form}"]
            # Readers take the last link that is called an alternate for the one to the page.
            assert [one.rel for one in feed.feed.links].count("alternate") == 1
            assert feed.feed.link == f"http://testserver{here}"
            assert feed.entries[0].link.startswith(f"http://testserver{here}")
            (translated,) = [one for one in feed.entries[0].links if one.get("hreflang")]
            assert translated.href.startswith(f"http://testserver{there}")
    told = json.loads(body(client, "/bg/novini/feed.json"))
    assert told["_translations"] == {"en": "http://testserver/en/news/feed.json"}


def test_plain_words_are_read_as_html(client: Client, article: NewsPage) -> None:
    content = body(client, "/bg/novini/feed.atom").decode()
    assert '<summary type="text">Кратко &#x26; &#x3C;ясно&gt;</summary>' in content
    # What stands in RSS's description is HTML, so the words are written as such.
    content = body(client, "/bg/novini/feed.rss").decode()
    assert "<description>Кратко &#x26;amp; &#x26;lt;ясно&#x26;gt;</description>" in content


def test_the_lead_picture_is_not_told(client: Client) -> None:
    factories.article(picture=factories.image(), picture_alt="Строеж")
    (item,) = xml(client, "/bg/novini/feed.rss").entries
    (medium,) = item.media_content
    assert (medium["medium"], medium["width"], medium["height"]) == ("image", "96", "54")
    (told,) = json.loads(body(client, "/bg/novini/feed.json"))["items"]
    assert told["image"] == medium["url"]
    (attached,) = told["attachments"]
    size = default_storage.size(medium["url"].removeprefix("http://testserver/media/"))
    assert medium["filesize"] == str(attached["size_in_bytes"]) == str(size)
    assert medium["type"] == attached["mime_type"] == "image/png"


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_paging_loses_or_repeats_an_article(client: Client, article: NewsPage, form: str) -> None:
    """Something is published, and something is removed, while a reader pages."""
    factories.copies(article, 30)
    # As many at one moment as no page holds.
    Entry.objects.filter(type="news").update(published_at=DAY)
    for facet in article_facets():
        facet.published_at = DAY
        facet.save()
    wanted = {str(pk) for pk in Entry.objects.filter(type="news").values_list("pk", flat=True)}
    seen, address = [], f"/bg/novini/feed.{form}"
    while address:
        ids, address = page(client, address, form)
        seen += ids
        if len(seen) == 20:
            factories.article(title="Междувременно", date=DAY + timedelta(days=1))
            with publish_transaction():
                NewsPage.objects.get(pk=article.pk).unpublish()
    assert len(seen) == len(set(seen)) == 31 - (str(identity(article)) not in seen)
    assert set(seen) <= wanted


def article_facets() -> Any:
    return ListMembership.objects.filter(entry__type="news")


def identity(article: NewsPage) -> Any:
    return Entry.objects.get(group__endswith=str(article.translation_key)).pk


def page(client: Client, address: str, form: str) -> tuple[list[str], str]:
    """The ids of a page of a feed, and the address of the next."""
    if form == "json":
        told = json.loads(body(client, address))
        ids, following = [item["id"] for item in told["items"]], told.get("next_url", "")
    else:
        feed = xml(client, address)
        ids, following = [item.id for item in feed.entries], link(feed, "next")
        assert link(feed, "self").endswith(address.removeprefix("http://testserver"))
    return [one.removeprefix("urn:uuid:") for one in ids], following


def test_a_later_page_costs_more_than_the_first(client: Client, article: NewsPage) -> None:
    factories.copies(article, 65)
    address, costs = "/bg/novini/feed.json", []
    while address:
        with reads_of_the_store(at_most=2) as captured:
            _, address = page(client, address, "json")
        costs.append(len(captured))
    assert costs == [2, 2, 2, 2]


@pytest.mark.parametrize(
    "after",
    ["x", "1", "1-2", f"{'9' * 18}-0001-{'a' * 32}", "-1-0001-zz", "%00", "1-0001-" + "A" * 32],
)
def test_a_place_that_none_was_is_an_error(client: Client, article: NewsPage, after: str) -> None:
    response = client.get(f"/bg/novini/feed.rss?after={after}")
    assert response.status_code == 404
    assert response["Content-Type"].startswith("text/plain")


def test_two_formats_or_pages_share_a_tag(client: Client, article: NewsPage) -> None:
    factories.copies(article, 25)
    _, second = page(client, "/bg/novini/feed.json", "json")
    addresses = [*(f"/bg/novini/feed.{form}" for form in TYPES), second]
    tags = [client.get(one.removeprefix("http://testserver"))["ETag"] for one in addresses]
    assert len(set(tags)) == 4


def announced(client: Client, path: str) -> list[str]:
    """The feeds that a page of the site names in its head."""
    html = client.get(path).content.decode()
    found: list[str] = re.findall(
        r'<link rel="alternate" type="application/[^"]+" title="[^"]+" href="([^"]+)"', html
    )
    return found


def test_a_page_does_not_announce_the_feeds_that_concern_it(client: Client) -> None:
    pages.make()
    news = [f"http://testserver/bg/novini/feed.{form}" for form in TYPES]
    category, member = (f"http://testserver{path}feed.rss" for path in _others())
    article = Entry.objects.get(type="news", locale="bg").path
    assert announced(client, article) == [*news, category, member]
    assert announced(client, "/bg/novini/") == [*news, category]
    assert announced(client, "/bg/za-nas/") == announced(client, "/bg/tarsene/") == news
    for path in _others():
        own = [f"http://testserver{path}feed.{form}" for form in TYPES]
        assert announced(client, path) == own + news
        for url in own:
            body(client, url)
