"""A feed is the same to the byte until something in it changes; then its tag and moment move."""

from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import feedparser
import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from cms.store.flush import publish_transaction
from home.models import SiteProfile
from news.models import NewsPage
from tests import factories
from tests.queries import reads_of_the_store

pytestmark = [pytest.mark.once, pytest.mark.django_db]

FEED = "/bg/novini/feed.rss"


@pytest.fixture
def article() -> NewsPage:
    factories.article(title="Друга")
    return factories.article()


def moment(response: Any) -> datetime:
    return parsedate_to_datetime(response["Last-Modified"])


def unpublish(page: NewsPage) -> None:
    page.unpublish()


def delete(page: NewsPage) -> None:
    Page.objects.get(pk=page.pk).delete()


def edit(page: NewsPage) -> None:
    page.title = "Нова"
    page.save_revision().publish()


def restrict(page: NewsPage) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


CHANGES = [unpublish, delete, edit, restrict]


def test_a_feed_is_not_the_same_twice(
    client: Client, article: NewsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    _assert_the_same_later(client, monkeypatch)


def _assert_the_same_later(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    first = client.get(FEED)
    later = timezone.now() + timedelta(days=9)
    monkeypatch.setattr(timezone, "now", lambda: later)
    again = client.get(FEED)
    assert again.content == first.content
    for name in ("ETag", "Last-Modified"):
        assert again[name] == first[name]


def test_an_empty_feed_dates_itself_now(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.news_index()
    _assert_the_same_later(client, monkeypatch)
    assert feedparser.parse(client.get(FEED).content).entries == []


def test_the_feeds_own_date_is_not_that_of_its_last_change(
    client: Client, article: NewsPage
) -> None:
    response = client.get(FEED)
    updated = feedparser.parse(response.content).feed.updated
    assert parsedate_to_datetime(updated) == moment(response)


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_leaves_tag_or_moment(
    client: Client, article: NewsPage, change: Callable[[NewsPage], None]
) -> None:
    before = client.get(FEED)
    with publish_transaction():
        change(article)
    factories.settle()
    after = client.get(FEED)
    assert after["ETag"] != before["ETag"]
    assert moment(after) > moment(before)
    assert after.content != before.content
    for header, known in (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")):
        assert client.get(FEED, headers={header: before[known]}).status_code == 200


@pytest.mark.parametrize("change", [unpublish, delete, restrict])
def test_a_removed_article_stays_in_the_feed(
    client: Client, article: NewsPage, change: Callable[[NewsPage], None]
) -> None:
    with publish_transaction():
        change(article)
    factories.settle()
    titles = [item.title for item in feedparser.parse(client.get(FEED).content).entries]
    assert titles == ["Друга"]


def test_a_new_name_of_the_site_leaves_the_tag(client: Client, article: NewsPage) -> None:
    profile = factories.site_profile()
    before = client.get(FEED)["ETag"]
    profile = SiteProfile.objects.get(pk=profile.pk)
    profile.name = "Друго име"
    factories.publish(profile)
    assert client.get(FEED)["ETag"] != before


def test_what_is_not_in_the_feed_moves_its_tag(client: Client, article: NewsPage) -> None:
    before = client.get(FEED)["ETag"]
    factories.publish(article)
    factories.article(title="Чернова", live=False)
    factories.text_page(factories.home())
    assert client.get(FEED)["ETag"] == before


def test_a_feed_takes_more_than_two_reads_or_asks_a_pages_table(
    client: Client, article: NewsPage
) -> None:
    costs = []
    for more in (1, 297):
        factories.copies(article, more)
        with reads_of_the_store(at_most=2) as captured:
            response = client.get(FEED)
        costs.append(len(captured))
    assert costs == [2, 2]
    with reads_of_the_store(at_most=1):
        client.get(FEED, headers={"If-None-Match": response["ETag"]})
