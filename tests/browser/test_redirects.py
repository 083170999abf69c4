"""A page that is renamed and renamed back, in a browser that has followed its redirect."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import needs_browser, one_installation
from tests.browser.installation import Installation

pytestmark = [needs_browser, one_installation]

MAKE = """
from cms.store.flush import publish_transaction
from home.models import ContentPage, HomePage
home = HomePage.objects.get(locale__language_code="bg")
with publish_transaction():
    page = ContentPage(title="Пренасочване", slug="parvo", locale=home.locale)
    home.add_child(instance=page)
    page.save_revision().publish()
"""
RENAME = """
from cms.store.flush import publish_transaction
from home.models import ContentPage
with publish_transaction():
    page = ContentPage.objects.get(title="Пренасочване")
    page.slug = "{slug}"
    page.save_revision().publish()
"""
REMOVE = """
from cms.store.flush import publish_transaction
from home.models import ContentPage
with publish_transaction():
    ContentPage.objects.get(title="Пренасочване").delete()
"""


def test_a_page_renamed_back_does_not_loop(installation: Installation, browser_page: Page) -> None:
    first, second = (f"{installation.url}/bg/{slug}/" for slug in ("parvo", "vtoro"))
    installation.run(MAKE)
    try:
        browser_page.goto(first)
        expect(browser_page.locator("h1")).to_have_text("Пренасочване")
        installation.run(RENAME.format(slug="vtoro"))
        browser_page.goto(first)
        assert browser_page.url == second
        installation.run(RENAME.format(slug="parvo"))
        for address in (second, first):
            browser_page.goto(address)
            assert browser_page.url == first
            expect(browser_page.locator("h1")).to_have_text("Пренасочване")
    finally:
        installation.run(REMOVE)
