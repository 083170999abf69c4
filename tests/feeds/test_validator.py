"""The W3C's feed validator finds nothing to complain of in any feed, and what it always would.

It is no package: FEEDVALIDATOR names the `src` folder of a checkout of github.com/w3c/feedvalidator
(docs/development.md).
"""

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from cms.feeds.opml import MEDIA_TYPE as OPML
from cms.store.flush import publish_transaction
from tests import factories
from tests.feeds.fetched import TYPES, Fetched, every_page, fetch
from tests.feeds.sites import ADDRESS, Site

PROGRAM = Path(__file__).with_name("validating.py")
FOLDER = os.environ.get("FEEDVALIDATOR", "")
KINDS = {"rss": "RSS 2.0", "atom": "Atom"}

pytestmark = [
    pytest.mark.once,
    pytest.mark.django_db,
    pytest.mark.xdist_group("sites"),
    pytest.mark.skipif(
        not (FOLDER or importlib.util.find_spec("feedvalidator")),
        reason="no W3C feed validator here (git clone https://github.com/w3c/feedvalidator, "
        "FEEDVALIDATOR=its src folder)",
    ),
]

JSON = dict[str, Any]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def validated(folder: Path, feeds: list[tuple[str, str, bytes]]) -> list[JSON]:
    """What the validator says of feeds, each an address, a type and what stands there."""
    told = []
    for number, (address, kind, body) in enumerate(feeds):
        (folder / str(number)).write_bytes(body)
        told.append({"file": str(number), "address": address, "type": kind})
    (folder / "feeds.json").write_text(json.dumps(told))
    # It is older than what it runs on, which warns of that.
    command = [sys.executable, "-W", "ignore", str(PROGRAM), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    found: list[JSON] = json.loads(done.stdout)
    return found


def complaints(folder: Path, pages: Iterable[Fetched]) -> list[str]:
    """What it says of XML feeds: the name of each complaint, where it is, and about what."""
    pages = [page for page in pages if page.form in KINDS]
    found = validated(folder, [(page.address, TYPES[page.form], page.body) for page in pages])
    for page, told in zip(pages, found, strict=True):
        assert told["kind"] == KINDS[page.form], page.address
    return [
        f"{page.address}: {each['name']} in {each.get('parent')} {each.get('element')} {each}"
        for page, told in zip(pages, found, strict=True)
        for each in told["complaints"]
    ]


def names(folder: Path, page: Fetched) -> set[tuple[str, str]]:
    """The names of what it complains of in one feed, and the elements it means."""
    ((told),) = validated(folder, [(page.address, TYPES[page.form], page.body)])
    return {(each["name"], each["element"]) for each in told["complaints"]}


def test_a_feed_has_an_error_or_a_warning(site: Site, folder: Path) -> None:
    assert len(site.pages) >= 12
    assert complaints(folder, site.pages) == []


def test_a_feed_that_names_a_hub_has_an_error_or_a_warning(site: Site, folder: Path) -> None:
    assert complaints(folder, site.with_hub) == []


def test_the_list_of_feeds_has_an_error_or_a_warning(site: Site, folder: Path) -> None:
    """But for names that are no HTML: OPML lets `text` be HTML, and readers show it as it is."""
    (told,) = validated(folder, [(f"{ADDRESS}/feeds.opml", OPML, site.opml)])
    assert told["kind"] == "OPML"
    odd = {"NotHtml"} if site.name == "odd" else set()
    assert {each["name"] for each in told["complaints"]} == odd


def test_the_validator_finds_no_fault_in_anything(folder: Path) -> None:
    """Or nothing here would prove anything."""
    item = b"<item><title>&lt;b&gt;x&lt;/b&gt;</title></item>"
    body = b'<rss version="2.0"><channel>%s</channel></rss>' % item
    told = names(folder, Fetched(f"{ADDRESS}/feed.rss", "rss", body))
    assert {name for name, _ in told} >= {"MissingLink", "MissingTitle", "ContainsHTML"}


# What it warns of, and is wrong to, or right and nobody can help it.


def test_a_feed_of_one_moment_is_warned_of(
    client: Client, settings: Settings, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two articles that changed in the same second have the same `updated`.

    RFC 4287 has nothing against it; the validator takes it for a sign that a program dates
    everything with the present. It goes away with the next change of either.
    """
    settings.BASE_URL = ADDRESS
    now = datetime.now(UTC) - timedelta(hours=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    factories.article(title="Първа")
    factories.article(title="Втора", date=now - timedelta(days=1))
    page = fetch(client, f"{ADDRESS}/bg/novini/feed.atom")
    assert names(folder, page) == {("DuplicateUpdated", "updated")}


def test_a_title_that_shows_markup_is_warned_of(
    client: Client, settings: Settings, folder: Path
) -> None:
    """Who writes of HTML writes its tags, and a title of plain words says them.

    The validator suspects HTML that nobody declared. In Atom the words are declared to be text,
    RSS has no way to.
    """
    settings.BASE_URL = ADDRESS
    factories.article(title="Как се пише <b>ударено</b>")
    for form, name in (("rss", "ContainsHTML"), ("atom", "ContainsUndeclaredHTML")):
        page = fetch(client, f"{ADDRESS}/bg/novini/feed.{form}")
        assert {(name, "title")} <= names(folder, page) <= {(name, "title"), (name, "summary")}


def test_a_letter_that_was_lost_is_warned_of(
    client: Client, settings: Settings, folder: Path
) -> None:
    """U+FFFD stands where another program could not read a letter, before we got the text.

    The editor sees it as readers do; taking it out would hide that something is missing.
    """
    settings.BASE_URL = ADDRESS
    factories.article(title="Първа коп\ufffdка", summary="Кратко")
    for form in KINDS:
        page = fetch(client, f"{ADDRESS}/bg/novini/feed.{form}")
        assert names(folder, page) == {("BadCharacters", "title")}


def test_an_article_dated_ahead_is_warned_of(
    client: Client, settings: Settings, folder: Path
) -> None:
    """It was published before such dates were refused."""
    settings.BASE_URL = ADDRESS
    article = factories.article()
    article.date = datetime.now(UTC) + timedelta(days=9)
    with publish_transaction():
        article.save()
    for form, element in (("rss", "pubDate"), ("atom", "published")):
        page = fetch(client, f"{ADDRESS}/bg/novini/feed.{form}")
        assert names(folder, page) == {("ImplausibleDate", element)}


def test_a_picture_on_the_machine_itself_is_an_error(
    client: Client, settings: Settings, folder: Path
) -> None:
    """Where a newcomer tries it out: the validator wants a dot in an enclosure's host."""
    settings.BASE_URL = "http://localhost:8000"
    factories.article(picture=factories.image())
    page = fetch(client, "http://localhost:8000/bg/novini/feed.rss")
    assert names(folder, page) == {("InvalidURLAttribute", "url")}
    settings.BASE_URL = "http://127.0.0.1:8000"
    factories.publish(factories.news_index())
    assert list(every_page(client))
