"""The three formats of a feed say the same, field by field, and what the store says."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from cms.store.models import Entry
from tests import factories
from tests.feeds import everywhere
from tests.feeds.fetched import TYPES, Fetched, every_page
from tests.feeds.parsed_feed import UNTOLD, Feed, told
from tests.feeds.sites import ADDRESS, HUB, ODD, Site

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.xdist_group("sites")]

FORM = re.compile(r"(?<=feed\.)\w+")


def _by_page(pages: list[Fetched]) -> dict[str, dict[str, Feed]]:
    """What each format says of a page of a feed, by the page's address in whatever format."""
    found: dict[str, dict[str, Feed]] = {}
    for page in pages:
        found.setdefault(_anyform(page.address), {})[page.form] = told(page)
    return found


def _anyform(address: str) -> str:
    """An address of a feed without its format."""
    return FORM.sub("*", address)


def _comparable(feed: Feed, form: str) -> Feed:
    """What it says that another format says too, addresses of feeds without their format."""
    said: dict[str, Any] = {
        name: _anyform(getattr(feed, name) or "") for name in ("own", "first", "next")
    }
    said["translations"] = tuple((code, _anyform(url)) for code, url in feed.translations)
    return replace(feed, **said | dict.fromkeys(UNTOLD[form]))


@pytest.mark.parametrize("hub", ["", HUB])
def test_two_formats_say_something_else(site: Site, hub: str) -> None:
    by_page = _by_page(site.with_hub if hub else site.pages)
    assert by_page
    for address, forms in by_page.items():
        assert forms.keys() == TYPES.keys(), address
        for form in ("rss", "json"):
            assert all(getattr(forms[form], name) is None for name in UNTOLD[form])
            assert _comparable(forms[form], form) == _comparable(forms["atom"], form), address


def test_a_feed_does_not_name_itself_or_its_hub(site: Site) -> None:
    for hub, pages in (("", site.pages), (HUB, site.with_hub)):
        for page in pages:
            feed = told(page)
            assert feed.own == page.address
            # Who follows a feed follows its first page.
            assert feed.hub == ("" if "?" in page.address else hub)


def test_a_feed_leads_to_another_page_or_language_than_its_own(site: Site) -> None:
    for page in site.pages:
        feed = told(page)
        place, _, rest = page.address.rpartition("/feed.")
        assert feed.home == f"{place}/"
        assert place.startswith(f"{ADDRESS}/{feed.language}/")
        assert all(item.language == feed.language for item in feed.items)
        assert all(item.url.startswith(f"{ADDRESS}/{feed.language}/") for item in feed.items)
        if feed.first is not None:
            paged = feed.next or "?" in rest
            assert feed.first == (page.address.partition("?")[0] if paged else "")


def test_translations_are_not_mutual(site: Site) -> None:
    """Of feeds and of articles: who leads there is led back to."""
    feeds = {page.address: told(page) for page in site.pages if "?" not in page.address}
    leads = {(address, url) for address, feed in feeds.items() for _, url in feed.translations}
    leads |= {
        (item.url, url)
        for page in site.pages
        for item in told(page).items
        for _, url in item.translations
    }
    assert leads == {(url, address) for address, url in leads}
    if site.name != "odd":
        assert {address for address, _ in leads} >= {f"{ADDRESS}/bg/novini/feed.rss"}


def test_two_languages_of_an_article_share_an_id(site: Site) -> None:
    by_id: dict[str, set[str]] = {}
    for page in site.pages:
        for item in told(page).items:
            by_id.setdefault(item.id, set()).add(item.url)
    assert all(len(urls) == 1 for urls in by_id.values())


def test_a_feed_says_something_else_than_the_store(client: Client, settings: Settings) -> None:
    settings.BASE_URL = ADDRESS
    everywhere.articles([[text] for text in ODD.values()][:2])
    factories.article(title="Само заглавие")
    pages = [page for page in every_page(client) if "/bg/novini/feed" in page.address]
    assert {page.form for page in pages} == TYPES.keys()
    for page in pages:
        items = {item.id: item for item in told(page).items}
        for entry in Entry.objects.filter(type="news"):
            said, item = json.loads(entry.full_json), items[f"urn:uuid:{entry.pk}"]
            assert item.url == said["url"]
            assert item.published.isoformat() == said["published_at"]
            assert item.updated.isoformat() == said["updated_at"]
            assert item.picture is None or item.picture.size == said["picture"]["file"]["size"]
            assert len(item.tags) == len(said["categories"]) + len(said["members"])
