"""Wagtail's lists on a telephone: their titles can be read, and the menus of their rows opened."""

from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import PHONE, cut_off, log_in, needs_browser, one_installation
from tests.browser.installation import Installation

pytestmark = [needs_browser, one_installation]

LISTS = ("users/", "snippets/news/newscategory/", "localize/reports/translations/")

# Titles with more lines than words: one is broken within.
BROKEN = """[...document.querySelectorAll("#listing-results .title a")]
    .filter(link => link.getClientRects().length > link.innerText.trim().split(/\\s+/).length)
    .map(link => link.innerText)"""

# Moves the last row down by so many pixels, as more rows would.
MOVE_DOWN = """pixels => {
    document.querySelector("#listing-results table").style.marginTop = `${pixels}px`
}"""


def news_number(installation: Installation) -> str:
    """Return the primary key of the Bulgarian news page."""
    code = (
        "from news.models import NewsIndexPage; print(NewsIndexPage.objects.get(slug='novini').pk)"
    )
    return installation.run(code).split()[-1]


def test_the_menu_of_a_row_fits_the_screen_wherever_the_row_is(
    installation: Installation, browser_page: Page
) -> None:
    log_in(browser_page, installation)
    laptop: ViewportSize = {"width": 1366, "height": 768}
    for size in (PHONE, laptop):
        browser_page.set_viewport_size(size)
        browser_page.goto(f"{installation.url}/admin/pages/{news_number(installation)}/")
        row = browser_page.locator("#listing-results tbody tr").last
        for pixels in range(0, 500, 50):
            browser_page.evaluate(MOVE_DOWN, pixels)
            row.get_by_role("button", name="Още действия").click()
            expect(row.locator(".w-dropdown__content")).to_be_in_viewport(ratio=1)
            browser_page.keyboard.press("Escape")


def test_a_list_breaks_its_words_or_hides_the_menu_of_a_row(
    installation: Installation, browser_page: Page
) -> None:
    news = f"pages/{news_number(installation)}/"
    log_in(browser_page, installation)
    browser_page.set_viewport_size(PHONE)
    for address in (*LISTS, news):
        browser_page.goto(f"{installation.url}/admin/{address}")
        titles = browser_page.locator("#listing-results .title a")
        expect(titles.first).to_be_visible()
        assert browser_page.evaluate(BROKEN) == [], address
        assert not cut_off(browser_page), address
    row = browser_page.locator("#listing-results tbody tr").last
    row.get_by_role("button", name="Още действия").click()
    expect(row.get_by_role("link", name="История")).to_be_in_viewport()
