"""Wagtail's lists on a telephone: their titles can be read, and the menus of their rows opened."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, cut_off, log_in, needs_browser, one_installation
from tests.browser.installation import Installation

pytestmark = [needs_browser, one_installation]

LISTS = ("users/", "snippets/news/newscategory/", "localize/reports/translations/")

# Titles with more lines than words: one is broken within.
BROKEN = """[...document.querySelectorAll("#listing-results .title a")]
    .filter(link => link.getClientRects().length > link.innerText.trim().split(/\\s+/).length)
    .map(link => link.innerText)"""


def test_a_list_breaks_its_words_or_hides_the_menu_of_a_row(
    installation: Installation, browser_page: Page
) -> None:
    printed = installation.run(
        "from news.models import NewsIndexPage; print(NewsIndexPage.objects.get(slug='novini').pk)"
    )
    news = f"pages/{printed.split()[-1]}/"
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
