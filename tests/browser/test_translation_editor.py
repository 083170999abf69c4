"""A paragraph is changed: its translator and its reviewer bring it to the site by a few clicks."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import paragraph
from tests.browser.conftest import PHONE, cut_off, needs_browser, new_tab, one_installation
from tests.browser.installation import Installation
from tests.browser.people import Person

pytestmark = [needs_browser, one_installation]


@pytest.fixture
def link(installation: Installation) -> str:
    """Where the mail leads to that tells of the source's new paragraph."""
    paragraph.make_people(installation)
    paragraph.change_source(installation, "сдружение", "обединение")
    return paragraph.mailed_link(installation)


def test_a_changed_paragraph_takes_more_than_five_clicks_from_the_mail_to_the_site(
    installation: Installation, browser_page: Page, link: str
) -> None:
    faults: list[str] = []
    browser_page.on("pageerror", lambda error: faults.append(str(error)))
    maria = Person(browser_page, installation.url, paragraph.TRANSLATOR)
    paragraph.open_work(maria, link)
    row = browser_page.locator(".translation-row")
    expect(row).to_have_count(1)
    expect(row.locator("del")).to_have_text("сдружение")
    expect(row.locator("ins")).to_have_text("обединение")
    assert "association" in row.locator("textarea").input_value()
    paragraph.translate(maria, "association", "union")
    expect(row).to_have_count(0)
    # Its own editor below knows of it too.
    expect(browser_page.locator(".js-translation-editor")).to_contain_text("union")
    segment = browser_page.locator(".js-translation-editor li")
    expect(segment.locator("> p").first).to_have_attribute("lang", "bg")
    expect(segment.locator("> div > p").first).to_have_attribute("lang", "en")
    paragraph.send_for_review(maria)
    expect(browser_page.locator(".js-translation-editor .w-tabs")).to_be_hidden()

    browser = browser_page.context.browser
    assert browser
    desk = new_tab(browser, PHONE)
    petya = Person(desk, installation.url, paragraph.REVIEWER)
    paragraph.open_review(petya, link)
    changes = desk.locator(".side-by-side__changed")
    expect(changes).to_have_count(1)
    expect(changes.locator("ins").last).to_have_text("union")
    assert not cut_off(desk)
    paragraph.approve(petya)

    desk.goto(f"{installation.url}/en/about/")
    expect(desk.locator("main")).to_contain_text("union")
    # The link in the mail, into the field, to the review; open it, approve it.
    assert (maria.clicks, petya.clicks) == (3, 2)
    assert faults == []
