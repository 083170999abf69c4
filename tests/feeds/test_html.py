"""An item's HTML holds what may stand in any feed reader, and what is plain words is no HTML."""

import re

import pytest

from tests.feeds.html_rules import faults, whole
from tests.feeds.parsed_feed import told
from tests.feeds.sites import Site

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.xdist_group("sites")]

MARKUP = re.compile(r"</?[a-z][^>]*>|&(#\d+|#x[\da-f]+|[a-z]+\d*);", re.IGNORECASE)


def test_an_items_html_holds_what_may_not_stand_there(site: Site) -> None:
    items = [item for page in site.pages for item in told(page).items]
    assert items
    assert [f"{item.url}: {fault}" for item in items for fault in faults(item.html)] == []


def test_an_item_tells_nothing(site: Site) -> None:
    for page in site.pages:
        for item in told(page).items:
            for text in (item.id, item.url, item.title, item.summary, item.html):
                assert text.strip(), f"{page.address}: {item}"


def test_plain_words_hold_markup(site: Site) -> None:
    """Where no editor wrote any: what is only odd is compared to the letter (test_agreement)."""
    if site.name == "odd":
        return
    for page in site.pages:
        feed = told(page)
        texts = [feed.title, feed.description]
        for item in feed.items:
            texts += [item.title, item.summary, item.author, *item.tags]
            texts += [item.picture.alt] if item.picture else []
        assert [text for text in texts if MARKUP.search(text)] == [], page.address


BROKEN = [
    "<p>text</b></p>",
    "<p>&#x96;</p>",
    "<table><p>text</p></table>",
    "<p onclick='x()'>text</p>",
    "<p style='color: red'>text</p>",
    "<p class='x'>text</p>",
    "<script>x()</script>",
    "<style>p {}</style>",
    "<iframe src='https://example.org/'></iframe>",
    "<form><input></form>",
    "<svg></svg>",
    "<p><!-- secret --></p>",
    "<p><a>text</a></p>",
    "<p><a href=''>text</a></p>",
    "<p><a href='/bg/'>text</a></p>",
    "<p><a href='#top'>text</a></p>",
    "<p><a href='https://example.org/'> </a></p>",
    "<p><a href='https://example.org/' target='_blank'>text</a></p>",
    "<p><a href='javascript:x()'>text</a></p>",
    "<p><a href='java&#9;script:x()'>text</a></p>",
    "<p><a href='&#1;javascript:x()'>text</a></p>",
    "<p><a href='data:text/html,x'>text</a></p>",
    "<p><a href='https:///'>text</a></p>",
    '<p><a linktype="page" id="1">text</a></p>',
    '<p><a href="entry:1">text</a></p>',
    "<img src='https://example.org/x.png' width='1' height='1'>",
    "<img src='https://example.org/x.png' alt='x'>",
    "<img alt='x' width='1' height='1'>",
    "<img src='/x.png' alt='x' width='1' height='1'>",
    "<img src='https://example.org/x.png' alt='x' width='1' height='1' srcset='/x.png 2x'>",
]


@pytest.mark.parametrize("html", BROKEN)
def test_the_rules_let_what_is_forbidden_pass(html: str) -> None:
    assert faults(html)


def test_the_rules_forbid_what_may_stand() -> None:
    picture = "<img src='https://example.org/x.png' alt='' width='1' height='1'>"
    assert faults(f"<figure>{picture}<figcaption>x</figcaption></figure><hr>") == []
    assert faults(f"<p><a href='https://example.org/' hreflang='en'>{picture}</a></p>") == []
    for address in ("https://example.org", "http://[::1]:8000/x?y#z", "mailto:a@b.c", "tel:+359"):
        assert whole(address)
