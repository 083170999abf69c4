"""Every JSON feed keeps to JSON Feed 1.1."""

import json

import pytest

from tests.feeds.fetched import Fetched
from tests.feeds.json_feed_rules import faults
from tests.feeds.sites import Site

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.xdist_group("sites")]


def _json(pages: list[Fetched]) -> list[Fetched]:
    return [page for page in pages if page.form == "json"]


def test_a_json_feed_breaks_a_rule(site: Site) -> None:
    found = [*_json(site.pages), *_json(site.with_hub)]
    assert len(found) >= 8
    assert [f"{page.address}: {fault}" for page in found for fault in faults(page.body)] == []


def test_the_pages_of_a_json_feed_go_round_in_a_circle(site: Site) -> None:
    """A `next_url` must be no address that was there before."""
    following = [page.next for page in _json(site.pages) if page.next]
    assert len(following) == len(set(following))


ITEM = {"id": "1", "content_html": "<p>x</p>"}
FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Новини",
    "home_page_url": "https://cluster.example/",
    "feed_url": "https://cluster.example/feed.json",
    "items": [ITEM],
}


def test_the_rules_find_fault_with_a_good_feed() -> None:
    assert faults(json.dumps(FEED).encode()) == []


@pytest.mark.parametrize(
    "broken",
    [
        {"version": "https://jsonfeed.org/version/1"},
        {"title": ""},
        {"feed_url": "/feed.json"},
        {"feed_url": "https://cluster.example/a b"},
        {"next_url": FEED["feed_url"]},
        {"author": {"name": "x"}},
        {"language": "Bulgarian"},
        {"hubs": []},
        {"hubs": [{"url": "https://hub.example/"}]},
        {"_extension": "text"},
        {"extension": {}},
        {"_a.b": {}},
        {"items": {}},
        {"items": [ITEM, ITEM]},
        {"items": [ITEM | {"id": 1}]},
        {"items": [{"id": "1"}]},
        {"items": [ITEM | {"date_published": "2026-01-15T09:00:00"}]},
        {"items": [ITEM | {"date_published": "2026-13-15T09:00:00Z"}]},
        {"items": [ITEM | {"date_modified": "Thu, 15 Jan 2026 09:00:00 +0200"}]},
        {"items": [ITEM | {"summary": None}]},
        {"items": [ITEM | {"tags": [""]}]},
        {"items": [ITEM | {"authors": [{}]}]},
        {"items": [ITEM | {"attachments": [{"url": "https://cluster.example/x.png"}]}]},
    ],
)
def test_the_rules_let_a_broken_feed_pass(broken: dict[str, object]) -> None:
    try:
        found = faults(json.dumps(FEED | broken).encode())
    except (TypeError, ValueError, AttributeError):
        return  # not even the type is right
    assert found


@pytest.mark.parametrize("text", ['{"version": "x", "version": "x"}', '{"version": NaN}'])
def test_the_rules_read_what_is_no_json(text: str) -> None:
    with pytest.raises(AssertionError):
        faults(text.encode())
