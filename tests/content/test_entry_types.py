"""What an entry type declares is what is served, and nothing else is."""

import json
from dataclasses import replace
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import resolve

from cms.api.urls import VIEWS
from cms.content.entry_types import TYPES, EntryType, PageList, get_feeds_by_type, register
from cms.newsletter import announcements
from cms.newsletter.models import Announcement
from cms.store.models import Entry
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ROOT = "/api/v1/"


@pytest.fixture
def declare(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Change what a registered entry type declares."""

    def change(name: str, **declared: Any) -> None:
        monkeypatch.setitem(TYPES, name, replace(TYPES[name], **declared))

    return change


@pytest.fixture
def one_of_each(db: None) -> dict[str, Entry]:
    """A live entry of each listed type, by its name."""
    factories.about()
    factories.article(categories=[factories.category()], members=[factories.member()])
    factories.text_page(factories.home())
    entries = {entry.type: entry for entry in Entry.objects.filter(live=True)}
    assert set(entries) == {kind.name for kind in TYPES.values() if kind.listed}
    return entries


def list_of(name: str) -> PageList:
    heads = TYPES[name].page_list
    assert heads
    return heads


def identity(page: Any) -> str:
    return str(Entry.objects.get(path=page.get_public_path()).pk)


def announced() -> set[str]:
    announcements.collect_new()
    return {str(pk) for pk in Announcement.objects.values_list("entry", flat=True)}


def test_name_is_registered_once() -> None:
    with pytest.raises(ValueError, match="news"):
        register([TYPES["news"]])


def test_feed_is_served_for_types_that_declare_one(
    client: Client, one_of_each: dict[str, Entry], subtests: pytest.Subtests
) -> None:
    for name, entry in one_of_each.items():
        with subtests.test(name):
            status = client.get(f"{entry.path}feed.rss").status_code
            assert status == (200 if name in get_feeds_by_type() else 404)


def test_shared_links_and_cards_say_what_is_an_article(
    client: Client, one_of_each: dict[str, Entry], subtests: pytest.Subtests
) -> None:
    for name, entry in one_of_each.items():
        with subtests.test(name):
            page = client.get(entry.path).content.decode()
            assert ('og:type" content="article"' in page) == TYPES[name].article
            card = render_to_string(
                "site/partials/card.html", {"card": json.loads(entry.list_json)}
            )
            assert ("<time" in card) == TYPES[name].article


def test_cards_show_a_logo_whole_where_the_type_declares_one(
    one_of_each: dict[str, Entry], subtests: pytest.Subtests
) -> None:
    image = {"src": "/a.png", "alt": "", "width": 2, "height": 1, "focal_point": None}
    for name, entry in one_of_each.items():
        with subtests.test(name):
            pictured = json.loads(entry.card_json) | {"image": image | {"sources": []}}
            card = render_to_string("site/partials/card.html", {"card": pictured})
            assert "card-image" in card
            assert ("card-logo" in card) == TYPES[name].logo


def test_undeclared_feed_is_not_served(client: Client, declare: Any) -> None:
    factories.news_index()
    category = factories.category()
    feed, listed = f"{category.get_public_path()}feed.rss", category.get_public_path()
    assert client.get(feed).status_code == 200
    for address in ("/feeds.opml", "/bg/abonament/"):
        assert listed in client.get(address).content.decode()
    declare("news_category", page_list=replace(list_of("news_category"), feed=None))
    assert client.get(feed).status_code == 404
    for address in ("/feeds.opml", "/bg/abonament/"):
        assert listed not in client.get(address).content.decode()


def test_every_page_names_sitewide_feeds_only(client: Client, declare: Any) -> None:
    def named() -> set[str]:
        factories.publish_snippet(profile)
        feeds = client.get(f"{ROOT}site/?locale=bg").json()["feeds"]
        return {feed["path"].rpartition("/")[0] for feed in feeds}

    factories.news_index()
    factories.members_index()
    profile = factories.site_profile()
    assert named() == {"/bg/novini"}
    members, feed = list_of("members_index"), get_feeds_by_type()["news_index"]
    declare("members_index", page_list=replace(members, feed=feed))
    assert named() == {"/bg/novini", "/bg/chlenove"}
    declare("members_index", page_list=replace(members, feed=replace(feed, sitewide=False)))
    assert named() == {"/bg/novini"}


def test_newsletter_announces_types_that_declare_it(declare: Any) -> None:
    announcements.collect_new()
    article = factories.article(members=[factories.member()])
    assert announced() == {identity(article)}
    declare("member", in_newsletter=True)
    declare("news", in_newsletter=False)
    factories.article(title="Втора")
    member = factories.member(title="Втори")
    assert announced() == {identity(article), identity(member)}


def test_news_sitemap_lists_types_that_declare_it(client: Client, declare: Any) -> None:
    article, member = factories.article(), factories.member()
    text = client.get("/sitemap-news.xml").content.decode()
    assert article.get_public_path() in text
    assert member.get_public_path() not in text
    declare("news", in_news_sitemap=False)
    assert client.get("/sitemap-news.xml").status_code == 404
    declare("member", in_news_sitemap=True)
    assert member.get_public_path() in client.get("/sitemap-news.xml").content.decode()


def test_endpoints_are_those_declared(client: Client) -> None:
    declared = {path for kind in TYPES.values() for path in kind.endpoints}
    assert {path for path in VIEWS if path.startswith(("news", "members"))} == declared
    root = set(client.get(ROOT).json()["endpoints"])
    assert {path.rstrip("/") for path in declared if "<" not in path} <= root
    for kind in TYPES.values():
        for path, view in kind.endpoints.items():
            address = ROOT + path.replace("<uuid:id>", "00000000-0000-0000-0000-000000000000")
            assert resolve(address).func is view


@pytest.mark.usefixtures("no_sections")
def test_unlisted_type_is_in_no_list(client: Client) -> None:
    factories.site_profile(name="Рамка")
    assert [kind.name for kind in TYPES.values() if not kind.listed] == ["site"]
    assert client.get(f"{ROOT}pages/").json()["count"] == 0
    assert client.get(f"{ROOT}search/?q=Рамка").json()["count"] == 0
    assert client.get(f"{ROOT}changes/").json()["results"] == []


@pytest.mark.parametrize("kind", TYPES.values(), ids=list(TYPES))
def test_listed_type_has_a_template(kind: EntryType) -> None:
    assert bool(kind.template) == kind.listed
