"""A real installation behind a real browser: what the tests of this folder share."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect, sync_playwright

from tests.browser.installation import Installation, new_installation

CHROMIUM = shutil.which("chromium") or ""
OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# For a test that clicks; and for all that share one installation, so that one process runs them.
needs_browser = pytest.mark.skipif(
    not CHROMIUM, reason="no chromium here (Debian: apt install chromium)"
)
one_installation = pytest.mark.xdist_group("installation")
# Milliseconds the browser waits for anything: every core may be busy with other tests.
PATIENCE = 30_000
DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
# The back office hides what does not fit, so its page is never wider than the screen. What one can
# scroll to is no fault, nor are Wagtail's drawers.
CUT_OFF = """async () => {
    // Columns move aside as the screen becomes narrow; nobody waits for it.
    const still = new CSSStyleSheet();
    still.replaceSync("* { transition: none !important; }");
    document.adoptedStyleSheets.push(still);
    await new Promise(requestAnimationFrame);
    const scrolls = (each) => each !== null
        && (/auto|scroll/.test(getComputedStyle(each).overflowX) || scrolls(each.parentElement));
    return [...document.querySelectorAll("body *")]
        .filter((each) => each.checkVisibility({visibilityProperty: true, opacityProperty: true}))
        .filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
        .filter((each) => !each.closest(".w-minimap, .form-side") && !scrolls(each.parentElement))
        .map((each) => `${each.tagName} ${each.id} ${each.className} ${each.textContent}`)
        .map((each) => each.replace(/\\s+/g, " ").slice(0, 80));
}"""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--renew-guides",
        action="store_true",
        help="make cms/admin/guides/static/guides/*.png anew from what the screens show now",
    )
    parser.addoption(
        "--renew-readme",
        action="store_true",
        help="take the README's pictures, docs/pictures/*, again from what the screens show now",
    )


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """What `make run` leaves a newcomer with, less the worker: an editor does not wait for it.

    It is on SQLite whatever the rest of the suite runs on: a browser takes the same way through
    the code on both.
    """
    if "DATABASE_URL" in os.environ:
        pytest.skip("an installation is on SQLite: the run on SQLite has looked at it")
    with new_installation(tmp_path_factory.mktemp("installation")) as installation:
        yield installation


@pytest.fixture
def browser_page() -> Iterator[Page]:
    """An empty tab of a Bulgarian editor's browser."""
    with started_browser() as browser:
        yield new_tab(browser)


@contextmanager
def started_browser() -> Iterator[Browser]:
    """The system's Chromium, without a window."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield browser
        browser.close()


def new_tab(browser: Browser, viewport: ViewportSize = DESK) -> Page:
    """A tab that knows of no other, of somebody in Bulgaria."""
    context = browser.new_context(locale="bg-BG", timezone_id="Europe/Sofia", viewport=viewport)
    context.set_default_timeout(PATIENCE)
    return context.new_page()


def log_in(page: Page, installation: Installation, name: str = "admin") -> None:
    """Open the back office as the administrator, or as somebody whom a script has made."""
    page.context.clear_cookies()
    page.goto(f"{installation.url}/admin/")
    fill_in_the_login(page, name, installation.password if name == "admin" else "secret")
    expect(page.locator("html"), "the back office is not in Bulgarian").to_have_attribute(
        "lang", "bg"
    )
    expect(page.locator("#where-section"), "nothing says where things are").to_be_visible()


def fill_in_the_login(page: Page, name: str, password: str) -> None:
    """Fill in and send the form that asks who somebody is."""
    page.locator("[name=username]").fill(name)
    page.locator("[name=password]").fill(password)
    page.get_by_role("button", name="Влез").click()


def enter_rich_text(page: Page) -> Locator:
    """Put the caret at the end of the first rich text, as a person does, and return the field.

    Focused by a script, Draft.js moves the caret to the end only after the first key stroke.
    """
    text = page.locator(".public-DraftEditor-content").first
    text.click()
    text.press("End")
    return text


def cut_off(page: Page) -> list[str]:
    """What of the page nobody can see on a telephone."""
    before = page.viewport_size
    page.set_viewport_size(PHONE)
    found: list[str] = page.evaluate(CUT_OFF)
    if before:
        page.set_viewport_size(before)
    return found
