"""Two translators in wagtail-localize's own editor: neither writes over the other unseen."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import log_in, needs_browser, new_tab, one_installation
from tests.browser.installation import Installation

pytestmark = [needs_browser, one_installation]

PEOPLE = """
from members.models import MemberPage

person("vera", "Вера Илиева", "Преводачи (en)")
person("stoyan", "Стоян Колев", "Преводачи (en)")
print(MemberPage.objects.filter(locale__language_code="en").last().pk)
"""
LEAVING = "!window.dispatchEvent(new Event('beforeunload', {cancelable: true}))"


@pytest.fixture
def number(installation: Installation) -> int:
    """The number of a page that both translators work on."""
    return int(installation.run(PEOPLE))


class Editor:
    """The last segment of a page, as somebody has it open."""

    def __init__(self, page: Page, installation: Installation, name: str, number: int) -> None:
        self.page, self.faults = page, list[str]()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        log_in(page, installation, name)
        page.goto(f"{installation.url}/admin/pages/{number}/edit/")

    @property
    def segment(self) -> Locator:
        return self.page.locator(".js-translation-editor li:has(> p)").last

    @property
    def field(self) -> Locator:
        return self.segment.locator("textarea")

    def write(self, text: str | None = None) -> None:
        """Save a text; None: what is in the field."""
        self.segment.get_by_role("button", name="Редактирай").click()
        if text is not None:
            self.field.fill(text)
        self.segment.get_by_role("button", name="Запази").click()
        expect(self.segment.get_by_role("button", name="Редактирай")).to_be_visible()

    def asks_before_leaving(self) -> bool:
        return bool(self.page.evaluate(LEAVING))


@pytest.fixture
def editors(installation: Installation, browser_page: Page, number: int) -> list[Editor]:
    """Vera's and Stoyan's, opened before either has saved."""
    browser = browser_page.context.browser
    assert isinstance(browser, Browser)
    other = new_tab(browser)
    pages = {"vera": browser_page, "stoyan": other}
    return [Editor(page, installation, name, number) for name, page in pages.items()]


def test_the_second_of_two_is_not_told_or_loses_what_they_typed(editors: list[Editor]) -> None:
    vera, stoyan = editors
    vera.write("Vera’s words")
    expect(vera.segment).to_contain_text("Преведено ръчно")
    stoyan.write("Stoyan’s words")
    expect(stoyan.segment).to_contain_text(
        "Междувременно Вера Илиева промени това. Там пише: „Vera’s words“. Вашето не е запазено"
    )
    expect(stoyan.segment).to_contain_text("Stoyan’s words")
    assert stoyan.asks_before_leaving()
    stoyan.write()
    expect(stoyan.segment).to_contain_text("Преведено ръчно")
    assert not stoyan.asks_before_leaving()

    stoyan.write("Stoyan’s <b>last words")
    expect(stoyan.segment).to_contain_text("<b> не е затворен")
    vera.write("")
    told = vera.page.locator(".messages .error")
    expect(told).to_contain_text(
        "Междувременно Стоян Колев промени това. Там пише: „Stoyan’s words“."
    )
    expect(told).to_be_in_viewport()
    vera.page.reload()
    expect(vera.segment).to_contain_text("Stoyan’s words")
    assert (vera.faults, stoyan.faults) == ([], [])
