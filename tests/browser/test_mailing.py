"""Somebody on a telephone subscribes by e-mail, follows the link, and leaves again."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import needs_browser, one_installation
from tests.browser.installation import Installation

pytestmark = [needs_browser, one_installation]

PHONE = {"width": 360, "height": 740}
LINK = re.compile(r"http://localhost:\d+/bg/abonament/poshta/\S+")


def on_a_telephone(browser: Browser | None) -> Page:
    if browser is None:
        pytest.fail("the browser was closed")
    context = browser.new_context(viewport=PHONE, locale="bg-BG")  # type: ignore[arg-type]
    return context.new_page()


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"])


def test_somebody_does_not_get_in_or_out(installation: Installation, browser_page: Page) -> None:
    page = on_a_telephone(browser_page.context.browser)
    page.goto(f"{installation.url}/bg/abonament/poshta/")
    assert fits(page)
    page.get_by_role("button", name="Абонирай ме").click()
    # The browser itself asks for what is missing.
    expect(page.locator("h1")).to_have_text("Новини по имейл")
    page.get_by_label("Вашият имейл адрес").fill("radostina@example.org")
    page.get_by_label("Веднага").check()
    page.get_by_label("Съгласявам се").check()
    page.get_by_role("button", name="Абонирай ме").click()
    expect(page.locator("h1")).to_have_text("Проверете пощата си")
    assert fits(page)
    installation.work()
    (sent,) = installation.mail.to("radostina@example.org")
    (link,) = set(LINK.findall(sent.part("plain")))
    page.goto(link)
    expect(page.locator("main")).to_contain_text("radostina@example.org")
    assert fits(page)
    page.get_by_role("button", name="Потвърди абонамента").click()
    expect(page.get_by_role("status")).to_contain_text("Абонирани сте.")
    page.get_by_label("Всяка седмица").check()
    page.get_by_role("button", name="Запази избора").click()
    expect(page.get_by_role("status")).to_contain_text("Промяната е запазена.")
    expect(page.get_by_label("Всяка седмица")).to_be_checked()
    page.get_by_role("button", name="Прекрати абонамента").click()
    expect(page.locator("h1")).to_have_text("Абонаментът Ви е прекратен")
    assert not page.context.cookies(), "somebody is followed by a cookie"
    page.goto(link)
    expect(page.locator("h1")).to_have_text("Този абонамент приключи")
    told = installation.log.read_text()
    assert "Gone: /bg/abonament/poshta/[token]" in told
    assert "radostina" not in told
