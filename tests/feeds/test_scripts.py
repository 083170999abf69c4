"""Nothing that is written into a page runs in a feed reader, or tells anybody that it is read;
and where it is plain words, it is still there to be read."""

import os
import re
from dataclasses import dataclass

import pytest
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker

from cms.core.xml import remove_illegal_characters
from tests import factories
from tests.browser.conftest import needs_browser
from tests.feeds import everywhere, payloads
from tests.feeds.fetched import TYPES, Fetched, pages
from tests.feeds.html_rules import faults, whole
from tests.feeds.parsed_feed import Item, told
from tests.feeds.showing import Shown, reader, show
from tests.feeds.sites import ADDRESS
from tests.transient import nothing_kept

pytestmark = [
    pytest.mark.once,
    pytest.mark.django_db,
    pytest.mark.xdist_group("scripts"),
    needs_browser,
    # wagtail-localize's, of a title that is an address.
    pytest.mark.filterwarnings("ignore::bs4.MarkupResemblesLocatorWarning"),
]

PICTURES = f"{ADDRESS}/media/images/"
FETCHED = re.compile(rf"{re.escape(payloads.HOST)}/(\d+)")
SCHEMES = {"http:", "https:", "mailto:", "tel:"}
LINKS = payloads.armed(payloads.ADDRESSES)
TEXTS = payloads.armed([*payloads.ADDRESSES, *payloads.TEXTS])
# An article says several of them, or each would take seconds; in the long run (`make prove`) one,
# so that every text stands in every field too.
TOGETHER = 1 if "PROVE" in os.environ else 6
SAID = [TEXTS[start : start + TOGETHER] for start in range(0, len(TEXTS), TOGETHER)]
# The places of a text within an item's HTML, by what follows it there (`everywhere.body`).
PLACES = {"caption", "credit", "quotation", "cell", "figure", "file", "video", "call", "card"}
# A video that leads nowhere is not shown.
WITHOUT_ADDRESS = PLACES - {"video"}


@dataclass(frozen=True)
class Written:
    """The items that say the texts, in the order of SAID, by format; RSS's descriptions as they
    stand; the addresses that JSON feeds call external."""

    items: dict[str, list[Item]]
    descriptions: list[str]
    external: list[str]


@pytest.fixture(scope="module")
def written(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Written:
    """Articles that say all of them."""
    with (
        django_db_blocker.unblock(),
        nothing_kept(),
        override_settings(BASE_URL=ADDRESS),
    ):
        factories.site_profile(name=TEXTS[0])
        everywhere.articles(SAID, LINKS)
        client = Client()
        address = f"{ADDRESS}/bg/novini/feed"
        found = {form: list(pages(client, f"{address}.{form}")) for form in TYPES}
    return Written(
        {form: [item for page in found[form] for item in told(page).items] for form in TYPES},
        [text for page in found["rss"] for text in _descriptions(page)],
        [url for page in found["json"] for url in _external(page)],
    )


def _descriptions(page: Fetched) -> list[str]:
    return [item.findtext("description") or "" for item in page.root.iter("item")]


def _external(page: Fetched) -> list[str]:
    return [item["external_url"] for item in page.data["items"] if "external_url" in item]


@dataclass(frozen=True)
class Read:
    """What came of showing every item's HTML, every description, and the texts as they are."""

    html: Shown
    descriptions: Shown
    bare: Shown


@pytest.fixture(scope="module")
def read(written: Written) -> Read:
    html = [item.html for item in written.items["rss"]]
    with reader() as page:
        return Read(
            show(page, html, PICTURES),
            show(page, written.descriptions, PICTURES),
            show(page, TEXTS, PICTURES),
        )


def letters(text: str) -> str:
    """A text without what XML cannot hold and without white space."""
    return "".join(remove_illegal_characters(text).split())


def test_the_reader_would_notice_nothing(read: Read) -> None:
    """Shown as they are, most of the texts do what they are made for."""
    asked = FETCHED.findall(" ".join(read.bare.asked))
    assert len({*read.bare.ran, *map(int, asked)}) > 50


def test_something_runs_or_is_fetched_when_an_item_is_read(written: Written, read: Read) -> None:
    assert len(written.items["rss"]) == len(written.descriptions) == len(SAID)
    assert {
        form: items == written.items["rss"] for form, items in written.items.items()
    } == dict.fromkeys(TYPES, True)
    for shown in (read.html, read.descriptions):
        assert [TEXTS[number] for number in shown.ran] == []
        assert shown.asked == []
        assert shown.opened == []


def test_an_items_html_holds_what_may_not_stand_there(written: Written) -> None:
    for item in written.items["rss"]:
        assert faults(item.html) == []


def test_a_link_runs_something(written: Written, read: Read) -> None:
    for piece in read.html.pieces:
        assert set(piece["schemes"]) <= SCHEMES
    assert all(whole(address) for address in written.external)


def test_plain_words_are_lost(written: Written, read: Read) -> None:
    for number, texts in enumerate(SAID):
        said = {
            name: remove_illegal_characters(text) for name, text in everywhere.fields(texts).items()
        }
        for items in written.items.values():
            item = items[number]
            assert (item.title, item.summary) == (said["title"], said["summary"])
            assert (item.author, *item.tags) == (said["author"], said["category"], said["member"])
            assert item.picture
            assert item.picture.alt == said["alt"]
        assert letters(read.descriptions.pieces[number]["text"]) == letters(said["summary"])
        shown = read.html.pieces[number]
        words = [f"{text} {place}" for text in texts for place in WITHOUT_ADDRESS]
        words += [said[name] for name in ("credit", "category", "member", "file")]
        assert [text for text in words if letters(text) not in letters(shown["text"])] == []
        alts = {letters(said["alt"]), *(letters(f"{text} alt") for text in texts)}
        assert {letters(alt) for alt in shown["alts"]} == alts


def test_a_video_is_lost_that_leads_somewhere(read: Read) -> None:
    leads = (number for number in range(len(TEXTS)) if whole(LINKS[number % len(LINKS)]))
    for number in leads:
        shown = read.html.pieces[number // TOGETHER]["text"]
        assert letters(f"{TEXTS[number]} video") in letters(shown)
