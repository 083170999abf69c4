"""The list of all feeds, as a reader takes it in: /feeds.opml."""

from xml.etree import ElementTree

import pytest
from django.test import Client

from cms.content.entry_types import get_feeds_by_type
from cms.store.flush import publish_transaction
from cms.store.models import Entry
from news.models import NewsCategory
from tests import factories
from tests.content.entries import pages
from tests.feeds.fetched import ATOM, places
from tests.feeds.sites import Site
from tests.queries import reads_of_the_store

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.xdist_group("sites")]

OPML = "/feeds.opml"


def outlines(body: bytes) -> dict[str, list[dict[str, str]]]:
    """What the list says of each feed, by the name of its folder."""
    root = ElementTree.fromstring(body)  # noqa: S314  (our own)
    assert (root.tag, root.attrib) == ("opml", {"version": "2.0"})
    assert [part.tag for part in root] == ["head", "body"]
    assert root.findtext("head/title")
    folders = root.findall("body/outline")
    return {
        folder.attrib["text"]: [dict(feed.attrib) for feed in folder.findall("outline")]
        for folder in folders
    }


def feeds(client: Client) -> dict[str, list[dict[str, str]]]:
    return outlines(client.get(OPML).content)


def test_a_feed_is_not_listed_or_does_not_answer(client: Client) -> None:
    pages.make()
    listed = feeds(client)
    assert list(listed) == ["Български", "English"]
    found = [feed for folder in listed.values() for feed in folder]
    assert sorted(feed["xmlUrl"] for feed in found) == sorted(
        f"http://testserver{path}feed.rss" for path in places()
    )
    for feed in found:
        assert feed["type"] == "rss"
        assert feed["title"] == feed["text"]
        path = feed["xmlUrl"].removeprefix("http://testserver")
        response = client.get(path)
        assert response.status_code == 200, path
        channel = ElementTree.fromstring(response.content)[0]  # noqa: S314
        assert (channel.findtext("title") or "").startswith(feed["title"])
        assert channel.findtext("link") == feed["htmlUrl"]
        assert channel.findtext("language") == feed["language"]
        own = [link for link in channel.iter(f"{ATOM}link") if link.get("rel") == "self"]
        assert [link.get("href") for link in own] == [feed["xmlUrl"]]


def test_what_is_odd_breaks_the_list(site: Site) -> None:
    listed = outlines(site.opml)
    first_pages = {page.address for page in site.pages if page.address.endswith("feed.rss")}
    assert {feed["xmlUrl"] for folder in listed.values() for feed in folder} == first_pages


def test_feeds_are_in_no_order(client: Client) -> None:
    """All news first; then the categories by title, then the members."""
    pages.make()
    factories.category(title="Архив", slug="arhiv")
    titles = [feed["title"] for feed in feeds(client)["Български"]]
    assert titles == ["Новини", "Архив", "Проекти", "Асарел-Медет"]


def test_a_removed_feed_stays_listed(client: Client) -> None:
    category = factories.category()
    factories.article(categories=[category])
    before = client.get(OPML)
    assert len(feeds(client)["Български"]) == 2
    with publish_transaction():
        NewsCategory.objects.get(pk=category.pk).unpublish()
    factories.settle()
    after = client.get(OPML)
    assert [feed["title"] for feed in feeds(client)["Български"]] == ["Новини"]
    assert after["ETag"] != before["ETag"]
    assert after["Last-Modified"] != before["Last-Modified"]


def test_an_article_moves_the_tag_of_the_list(client: Client) -> None:
    factories.article()
    before = client.get(OPML)
    factories.article(title="Втора")
    after = client.get(OPML)
    assert (after.content, after["ETag"]) == (before.content, before["ETag"])


@pytest.mark.usefixtures("no_sections")
def test_a_list_of_nothing_is_no_list(client: Client) -> None:
    assert not Entry.objects.filter(type__in=get_feeds_by_type(), live=True).exists()
    assert feeds(client) == {}


def test_the_list_takes_more_than_two_reads(client: Client) -> None:
    pages.make()
    with reads_of_the_store(at_most=2):
        response = client.get(OPML)
    with reads_of_the_store(at_most=1):
        client.get(OPML, headers={"If-None-Match": response["ETag"]})


def test_writing_to_the_list_is_not_a_405(client: Client) -> None:
    assert client.post(OPML).status_code == 405
