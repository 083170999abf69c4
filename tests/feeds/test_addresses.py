"""A feed that was followed once is found again, or is said to be gone; its later pages too."""

from typing import Any

import pytest
from django.test import Client

from cms.store.flush import publish_transaction
from members.models import MemberPage
from news.models import NewsCategory, NewsPage
from tests import factories
from tests.feeds.fetched import TYPES

pytestmark = [pytest.mark.once, pytest.mark.django_db]

NEWS = "/bg/novini/"
CATEGORY = "/bg/novini/kategoria/proekti/"
MEMBER = "/bg/chlenove/asarel-medet/"
PLACE = "1768467600000000-0001-00000000000000000000000000000000"
PAGES = ["", f"?after={PLACE}"]


@pytest.fixture
def article() -> NewsPage:
    return factories.article(categories=[factories.category()], members=[factories.member()])


def answers(client: Client, path: str) -> dict[str, Any]:
    """The answers to a feed's first page and a later one in each format, by what their addresses
    end in."""
    ends = [f"feed.{form}{page}" for form in TYPES for page in PAGES]
    return {end: client.get(f"{path}{end}") for end in ends}


def assert_moved(client: Client, old: str, new: str) -> None:
    for end, response in answers(client, old).items():
        assert (response.status_code, response["Location"]) == (301, f"{new}{end}")
        assert client.get(response["Location"]).status_code == 200


def assert_gone(client: Client, path: str) -> None:
    for response in answers(client, path).values():
        assert response.status_code == 410
        assert response["Content-Type"] == "text/plain; charset=utf-8"


def rename(thing: Any, slug: str) -> Any:
    thing = type(thing).objects.get(pk=thing.pk)
    thing.slug = slug
    return factories.publish(thing)


def unpublish(thing: Any) -> None:
    with publish_transaction():
        type(thing).objects.get(pk=thing.pk).unpublish()
    factories.settle()


def delete(thing: Any) -> None:
    with publish_transaction():
        type(thing).objects.get(pk=thing.pk).delete()
    factories.settle()


def test_a_renamed_section_loses_its_readers(client: Client, article: NewsPage) -> None:
    rename(factories.news_index(), "vesti")
    assert_moved(client, NEWS, "/bg/vesti/")
    assert_moved(client, CATEGORY, "/bg/vesti/kategoria/proekti/")
    # And once more: each old address leads to where it is now, in one step.
    rename(factories.news_index(), "aktualno")
    for old in (NEWS, "/bg/vesti/"):
        assert_moved(client, old, "/bg/aktualno/")


def test_a_renamed_category_or_member_loses_its_readers(client: Client, article: NewsPage) -> None:
    rename(NewsCategory.objects.get(), "drugi")
    rename(MemberPage.objects.get(), "asarel")
    assert_moved(client, CATEGORY, "/bg/novini/kategoria/drugi/")
    assert_moved(client, MEMBER, "/bg/chlenove/asarel/")


@pytest.mark.parametrize("remove", [unpublish, delete])
@pytest.mark.parametrize("kind", [NewsCategory, MemberPage])
def test_a_removed_feed_is_no_410(
    client: Client, article: NewsPage, kind: type[Any], remove: Any
) -> None:
    remove(kind.objects.get())
    assert_gone(client, CATEGORY if kind is NewsCategory else MEMBER)
    assert client.get(f"{NEWS}feed.rss").status_code == 200


def test_a_feed_that_comes_back_stays_gone(client: Client, article: NewsPage) -> None:
    category = NewsCategory.objects.get()
    before = client.get(f"{CATEGORY}feed.rss")
    unpublish(category)
    factories.publish(NewsCategory.objects.get(pk=category.pk))
    after = client.get(f"{CATEGORY}feed.rss")
    assert after.status_code == 200
    assert after["ETag"] != before["ETag"]


def test_a_feed_that_moved_and_is_gone_is_found(client: Client, article: NewsPage) -> None:
    category = rename(NewsCategory.objects.get(), "drugi")
    unpublish(category)
    assert_gone(client, "/bg/novini/kategoria/drugi/")
    for response in answers(client, CATEGORY).values():
        assert response.status_code in (404, 410)


def test_an_address_that_never_was_a_feeds_is_one(client: Client, article: NewsPage) -> None:
    paths = ("/bg/", "/bg/nyama/", "/bg/chlenove/", "/bg/novini/parva-kopka/", "/de/novini/")
    for path in paths:
        assert {answer.status_code for answer in answers(client, path).values()} == {404}
    # Such an address may be a page's that lacks its slash.
    assert client.get(f"{NEWS}feed.xml", follow=True).status_code == 404
    assert client.get("/feed.rss").status_code == 404


def test_the_end_of_a_feed_is_an_error(client: Client, article: NewsPage) -> None:
    """Who goes on behind the oldest article gets a page without any: it may have been removed."""
    response = client.get(f"{NEWS}feed.json?after=0-0001-{'0' * 32}")
    assert (response.status_code, response.json()["items"]) == (200, [])
    assert "next_url" not in response.json()
