"""The RSS feed of the news, read as a feed reader reads it."""

import re
from calendar import timegm
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser
import pytest
from django.test import Client
from django.utils.html import strip_tags

from cms.store.flush import publish_transaction
from cms.store.models import Entry
from news.models import NewsPage
from tests import factories
from tests.content.entries import pages

pytestmark = [pytest.mark.django_db, pytest.mark.once]

FEED = "/bg/novini/feed.rss"
ENGLISH = "/en/news/feed.rss"
DAY = datetime(2026, 1, 15, 9, tzinfo=UTC)


def parsed(client: Client, path: str = FEED) -> Any:
    """The feed behind a path as feedparser understands it; it must find nothing wrong."""
    response = client.get(path)
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    feed = feedparser.parse(response.content, sanitize_html=False, resolve_relative_uris=False)
    assert not feed.bozo, feed.bozo_exception
    assert feed.version == "rss20"
    return feed


@pytest.fixture
def article() -> NewsPage:
    return factories.article(
        title="Първа „копка“ & <строеж>",
        date=DAY,
        summary="Започна строежът.",
        author="Пресцентър",
        categories=[factories.category()],
        body=_text("<p>Целият <b>текст</b>.</p>"),
    )


@pytest.mark.usefixtures("no_sections")
def test_the_channel_is_not_named_after_its_page_and_site(client: Client) -> None:
    factories.site_profile()
    factories.news_index(summary="Какво ново.")
    channel = parsed(client).feed
    assert channel.title == "Новини – Клъстер"
    assert channel.link == "http://testserver/bg/novini/"
    assert channel.description == "Какво ново."
    assert channel.language == "bg"
    own = [link.href for link in channel.links if link.rel == "self"]
    assert own == [f"http://testserver{FEED}"]


def test_a_feed_without_a_frame_is_an_error(client: Client) -> None:
    factories.news_index()
    assert parsed(client).feed.title == "Новини"


def test_an_item_says_something_else_than_its_article(client: Client, article: NewsPage) -> None:
    (item,) = parsed(client).entries
    entry = Entry.objects.get(type="news")
    assert item.title == "Първа „копка“ & <строеж>"
    assert item.link == f"http://testserver{entry.path}"
    assert item.id == f"urn:uuid:{entry.pk}"
    assert not item.guidislink
    assert timegm(item.published_parsed) == DAY.timestamp()
    assert item.summary == "Започна строежът."
    assert item.author == "Пресцентър"
    assert [tag.term for tag in item.tags] == ["Проекти"]
    category = Entry.objects.get(type="news_category")
    assert item.content[0].value == (
        "<p>Целият <b>текст</b>.</p>\n"
        f'<p>Още за: <a href="http://testserver{category.path}">Проекти</a></p>'
    )


def test_an_items_id_changes_with_its_slug(client: Client, article: NewsPage) -> None:
    before = parsed(client).entries[0]
    article.slug = "drug-adres"
    factories.publish(article)
    after = parsed(client).entries[0]
    assert after.id == before.id
    assert after.link != before.link


def test_items_do_not_stand_newest_first_or_are_more_than_20(
    client: Client, article: NewsPage
) -> None:
    factories.copies(article, 25)
    dates = [item.published_parsed for item in parsed(client).entries]
    assert dates == sorted(dates, reverse=True)
    assert len(dates) == 20
    assert timegm(dates[0]) == DAY.timestamp()


def test_a_language_is_mixed_with_another_or_shares_ids(client: Client) -> None:
    article = factories.article(title="Първа копка")
    factories.translate(factories.home(), {})
    factories.translate(factories.news_index(), {"Новини": "News"})
    assert parsed(client, ENGLISH).entries == []
    factories.translate(article, {article.title: "Breaking ground"})
    english, bulgarian = parsed(client, ENGLISH), parsed(client)
    assert english.feed.language == "en"
    assert [item.title for item in english.entries] == ["Breaking ground"]
    assert [item.title for item in bulgarian.entries] == [article.title]
    assert english.entries[0].id != bulgarian.entries[0].id


def test_a_block_is_lost_or_an_address_is_not_absolute(client: Client) -> None:
    pages.make()
    (item,) = parsed(client).entries
    html = item.content[0].value
    addresses = re.findall(r'(?:href|src)="([^"]*)"', html)
    assert len(addresses) > 10
    assert [url for url in addresses if not re.match(r"https?://", url)] == []
    text = strip_tags(html)
    for words in (
        "Началото", "скритото", "Галерия", "Заедно можем.", "Членовете по години", "2026",
        "45 %", "от износа", "Доклад", "За 2025 г.", "Видео", "Пишете ни", "Асарел-Медет",
    ):  # fmt: skip
        assert words in text
    assert html.count("<img ") == html.count(" alt=") == 5
    for forbidden in ("<script", "<form", "<iframe", "linktype", "Тайна", 'href=""'):
        assert forbidden not in html


def test_a_control_character_breaks_the_feed(client: Client) -> None:
    pasted = "Първа\x0b копка\x1f"
    factories.article(title=pasted, summary=pasted, author=pasted, body=_text(f"<p>{pasted}</p>"))
    (item,) = parsed(client).entries
    assert (item.title, item.summary, item.author) == ("Първа копка",) * 3
    assert item.content[0].value == "<p>Първа копка</p>"


def test_a_draft_shows_in_the_feed(client: Client, article: NewsPage) -> None:
    factories.article(title="Чернова", live=False)
    scheduled = factories.article(title="По-късно", live=False)
    scheduled.go_live_at = datetime.now(UTC) + timedelta(days=1)
    with publish_transaction():
        scheduled.save_revision().publish()
        article.title = "Чернова"
        article.save_revision()
    assert [item.title for item in parsed(client).entries] == ["Първа „копка“ & <строеж>"]


@pytest.mark.parametrize("path", ["/bg/feed.rss", "/bg/za-nas/feed.rss", "/bg/nyama/feed.rss"])
def test_a_page_without_a_list_of_its_own_has_a_feed(client: Client, path: str) -> None:
    factories.about()
    response = client.get(path)
    assert response.status_code == 404
    assert response["Content-Type"].startswith("text/plain")


def test_an_old_address_of_a_feed_leads_nowhere(client: Client) -> None:
    """Feed readers keep the address they were given, whatever the section is called since."""
    section = factories.news_index()
    section.slug = "vesti"
    factories.publish(section)
    response = client.get(FEED)
    assert (response.status_code, response["Location"]) == (301, "/bg/vesti/feed.rss")
    assert client.get("/bg/vesti/feed.rss").status_code == 200


def test_the_feed_of_a_page_that_is_gone_is_no_410(client: Client) -> None:
    page = factories.news_index()
    with publish_transaction():
        page.unpublish()
    assert client.get(FEED).status_code == 410


@pytest.mark.parametrize("part", ["%00", "%ff%c3", "x" * 5000, "%ed%a0%80", "..%2f", "%0a"])
def test_a_hostile_address_breaks_the_feed(client: Client, part: str) -> None:
    assert client.get(f"/bg/{part}/feed.rss").status_code == 404


def test_writing_to_a_feed_is_not_a_405(client: Client) -> None:
    factories.news_index()
    assert client.post(FEED).status_code == 405


def _text(html: str) -> list[dict[str, str]]:
    """A body of one block."""
    return [{"type": "text", "id": "07c17bf3-a3ff-5fa0-806d-f17689a5b489", "value": html}]
