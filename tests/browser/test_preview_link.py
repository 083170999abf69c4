"""An editor shares a draft from its editor; somebody without an account reads it, and then not."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import log_in, needs_browser, one_installation
from tests.browser.installation import Installation

pytestmark = [needs_browser, one_installation]

PHONE = {"width": 360, "height": 740}


def test_a_draft_is_not_shared_from_its_editor(
    installation: Installation, browser_page: Page
) -> None:
    log_in(browser_page, installation)
    browser_page.get_by_role("link", name="Новини", exact=True).first.click()
    browser_page.locator("td.title .title-wrapper a").first.click()
    browser_page.get_by_label("Действия").first.click()
    browser_page.get_by_role("link", name="Връзка за преглед").click()
    browser_page.get_by_role("button", name="Създай връзка").click()
    address = browser_page.locator("input[readonly]").input_value()
    stranger = _stranger(browser_page.context.browser)
    stranger.goto(address)
    expect(stranger.locator(".preview-note")).to_contain_text("Връзката важи до")
    assert stranger.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    browser_page.get_by_role("button", name="Отмени връзката").click()
    expect(browser_page.locator("main")).to_contain_text("Няма отворени връзки.")
    stranger.reload()
    expect(stranger.locator("h1")).to_have_text("Този преглед приключи")
    log = installation.log.read_text()
    assert "Gone: /preview/" in log
    assert address.rpartition(".")[2][:20] not in log


def _stranger(browser: Browser | None) -> Page:
    """Another browser, without a cookie, on a phone."""
    if browser is None:
        pytest.fail("the browser was closed")
    return browser.new_context(viewport=PHONE, locale="en-US").new_page()  # type: ignore[arg-type]
