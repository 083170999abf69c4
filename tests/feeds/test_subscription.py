"""The page that says what a feed is and lists them all: /bg/abonament/, as people use it."""

import mimetypes
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import html5lib
import pytest
from django.contrib.staticfiles import finders
from django.test import Client, override_settings
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright
from pytest_django import DjangoDbBlocker

from tests import factories
from tests.browser.conftest import CHROMIUM, OPTIONS, PATIENCE, needs_browser
from tests.content.entries import pages
from tests.feeds.fetched import TYPES, places
from tests.feeds.sites import ADDRESS, ODD
from tests.transient import nothing_kept

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.xdist_group("subscription"),
]

BULGARIAN, ENGLISH = "/bg/abonament/", "/en/subscribe/"
FEED = f"{ADDRESS}/bg/novini/feed.rss"
PHONE = {"width": 390, "height": 780}
Answers = dict[str, tuple[str, bytes]]


@pytest.fixture(scope="module")
def answers(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Answers:
    """What is answered at the page's address and wherever its links lead, with the types."""
    with django_db_blocker.unblock(), nothing_kept(), override_settings(BASE_URL=ADDRESS):
        pages.make()
        factories.category(title=ODD["one long word"], slug="dalga")
        factories.member(title=ODD["angles"], slug="strana")
        client = Client()
        found: Answers = {}
        for start in (BULGARIAN, ENGLISH):
            add(client, found, start)
            for link in links(found[start][1]):
                add(client, found, link.removeprefix(ADDRESS))
        found["feeds of the store"] = ("", "\n".join(places()).encode())
    return found


def add(client: Client, found: Answers, path: str) -> None:
    if path.startswith("/") and path not in found:
        response = client.get(path)
        assert response.status_code == 200, path
        found[path] = response["Content-Type"], response.content


def links(html: bytes) -> list[str]:
    """The addresses that the page's own text leads to."""
    parsed = html5lib.parse(html, namespaceHTMLElements=False)
    text = parsed.find(".//main")
    return [link.attrib["href"] for link in text.iter("a")]


def test_a_feed_is_not_listed_or_a_link_leads_nowhere(answers: Answers) -> None:
    """Every feed of the language in every format; each link was followed when it was fetched."""
    heads = answers["feeds of the store"][1].decode().split("\n")
    for start, language in ((BULGARIAN, "bg"), (ENGLISH, "en")):
        leads = links(answers[start][1])
        own = [head for head in heads if head.startswith(f"/{language}/")]
        feeds = {f"{ADDRESS}{head}feed.{form}" for head in own for form in TYPES}
        assert {
            link for link in leads if "/feed." in link and not link.startswith("feed:")
        } == feeds
        for link in feeds:
            form = link.rpartition(".")[2]
            assert answers[link.removeprefix(ADDRESS)][0] == TYPES[form]
        assert set(own) <= set(leads)
        assert "/feeds.opml" in leads
        handed = {link for link in leads if link.startswith("feed:")}
        assert handed == {f"feed:{link}" for link in feeds if link.endswith(".rss")}


def test_the_page_is_not_found_from_every_other(answers: Answers) -> None:
    section = next(body for path, (_, body) in answers.items() if path == "/bg/novini/")
    footer = html5lib.parse(section, namespaceHTMLElements=False).find(".//footer")
    assert BULGARIAN in [link.attrib["href"] for link in footer.iter("a")]
    other = html5lib.parse(answers[BULGARIAN][1], namespaceHTMLElements=False)
    assert ENGLISH in [link.attrib["href"] for link in other.iter("a")]


def test_a_title_is_read_as_html(answers: Answers) -> None:
    html = answers[BULGARIAN][1].decode()
    assert ODD["angles"] not in html
    assert ODD["angles"] in unescape(html)


# In a browser


@pytest.fixture
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield browser
        browser.close()


def opened(browser: Browser, answers: Answers, **context: object) -> Page:
    """The page in a new tab, and what was answered behind its links."""

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(ADDRESS)
        file = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
        if file:
            kind = mimetypes.guess_type(file)[0] or "application/octet-stream"
            route.fulfill(body=Path(file).read_bytes(), content_type=kind)
        elif path in answers:
            kind, body = answers[path]
            # A browser shows a feed as it is, or offers it as a file.
            shown = kind if "html" in kind else "text/plain; charset=utf-8"
            route.fulfill(body=body, content_type=shown)
        else:
            route.fulfill(status=404)

    page = browser.new_context(**context).new_page()  # type: ignore[arg-type]
    page.set_default_timeout(PATIENCE)
    page.route("**/*", answer)
    page.goto(f"{ADDRESS}{BULGARIAN}")
    return page


@needs_browser
def test_the_copied_address_is_not_the_feeds(browser: Browser, answers: Answers) -> None:
    allowed = ["clipboard-read", "clipboard-write"]
    page = opened(browser, answers, permissions=allowed)
    button = page.locator(".feeds li").filter(has_text="Новини").locator("[data-copy]").first
    expect(button).to_have_role("button")
    expect(button).to_contain_text("Копирайте адреса")
    button.click()
    expect(button).to_contain_text("Копирано")
    assert page.evaluate("navigator.clipboard.readText()") == FEED
    assert page.url == f"{ADDRESS}{BULGARIAN}"
    # Without a mouse too.
    page.evaluate("navigator.clipboard.writeText('')")
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_function(f"navigator.clipboard.readText().then(text => text == '{FEED}')")


@needs_browser
def test_where_nobody_may_copy_nothing_happens(browser: Browser, answers: Answers) -> None:
    page = opened(browser, answers, permissions=[])
    # `void`: what evaluates to a function is called.
    page.evaluate("void (navigator.clipboard.writeText = () => Promise.reject(new Error('no')))")
    page.locator("[data-copy]").first.click()
    page.wait_for_url(FEED)


@needs_browser
def test_without_scripts_a_button_does_nothing(browser: Browser, answers: Answers) -> None:
    page = opened(browser, answers, java_script_enabled=False)
    page.locator("[data-copy]").first.click()
    page.wait_for_url(FEED)
    page.go_back()
    page.get_by_role("link", name="feeds.opml").click()
    page.wait_for_url(f"{ADDRESS}/feeds.opml")


@needs_browser
def test_the_page_is_wider_than_a_phone(browser: Browser, answers: Answers) -> None:
    page = opened(browser, answers, viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    for link in page.locator(".subscription a").all():
        box = link.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
