"""The header's menu of languages: it needs no script to open, and closes by one."""

from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find
from django.template.loader import render_to_string
from playwright.sync_api import Page, expect

from tests.browser.conftest import needs_browser

pytestmark = [needs_browser, pytest.mark.once]

CODES = ("en", "de", "ar", "fr", "he")


def test_menu_closes_by_escape_by_a_click_elsewhere_and_when_the_focus_leaves(
    browser_page: Page,
) -> None:
    others = [{"locale": code, "path": f"/{code}/"} for code in CODES]
    context = {"here": "bg", "others": others, "site": None}
    html = render_to_string("site/partials/languages.html", context)
    browser_page.set_content(f"{html}<p>text</p><button>after</button>")
    menu, links = browser_page.locator("details"), browser_page.locator("details a")
    button = menu.locator("summary")
    button.click()
    expect(links).to_have_count(len(CODES))
    expect(links.last).to_be_visible()
    button.click()
    expect(links.last).to_be_hidden()

    script = find("site/menu.js")
    assert isinstance(script, str)
    browser_page.add_script_tag(content=Path(script).read_text(encoding="utf-8"))
    button.press("Enter")
    expect(links.first).to_be_visible()
    browser_page.keyboard.press("Tab")
    expect(links.first).to_be_focused()
    browser_page.keyboard.press("Escape")
    expect(links.first).to_be_hidden()
    expect(button).to_be_focused()

    button.click()
    browser_page.get_by_text("text").click()
    expect(links.first).to_be_hidden()

    button.click()
    browser_page.get_by_role("button", name="after").focus()
    expect(links.first).to_be_hidden()
