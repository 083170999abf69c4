"""A sentence that was translated on one page is offered on another one, and taken over."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import cut_off, log_in, needs_browser, one_installation
from tests.browser.installation import Installation

pytestmark = [needs_browser, one_installation]

# Two pages that say the same; it prints the numbers of their drafts in English.
SEND = """
import json
from wagtail.models import Locale
from cms.store.flush import publish_transaction
from cms.translation.jobs.submission import SubmissionOptions, submit
from home.models import AboutPage, ContentPage

person("teodora", "Теодора Ангелова", "Преводачи (en)")
parent = AboutPage.objects.get(locale__language_code="bg")
pages = [
    ContentPage(
        title=title,
        locale=parent.locale,
        summary="Кандидатства се до края на годината.",
        body=[("text", "<p>Условията са <b>еднакви</b> за всички.</p><p>" + title + "?</p>")],
    )
    for title in ("Стипендии", "Стажове")
]
for page in pages:
    with publish_transaction():
        parent.add_child(instance=page)
        page.save_revision().publish()
with publish_transaction():
    for page in pages:
        options = SubmissionOptions({Locale.objects.get(language_code="en"): None}, None, None)
        submit([page], options)
print(json.dumps([page.get_translations().get().pk for page in pages]))
"""
SUMMARY = "Applications are open until the end of the year."
TERMS = "The terms are <b>the same</b> for everybody."


@pytest.fixture
def pages(installation: Installation) -> list[int]:
    return list(json.loads(installation.run(SEND)))


def test_a_translated_sentence_is_not_offered_elsewhere(
    installation: Installation, browser_page: Page, pages: list[int]
) -> None:
    page = browser_page
    first, second = (f"{installation.url}/admin/pages/{number}/edit/" for number in pages)
    log_in(page, installation, "teodora")
    page.goto(first)
    left = page.locator("#left-to-translate")
    expect(left.locator(".translation-row")).to_have_count(4)
    expect(left.get_by_text("Точно съвпадение")).to_have_count(0)
    left.get_by_label("Превод на: Резюме").fill(SUMMARY)
    left.get_by_label("Превод на: Текст").first.fill(TERMS)
    left.get_by_role("button", name="Запази преводите").click()
    expect(page.locator(".messages")).to_contain_text("Запазени са 2 превода.")

    page.goto(second)
    matches = left.locator(".translation-row__match")
    expect(matches).to_have_count(2)
    expect(matches.first).to_contain_text(f"Точно съвпадение: {SUMMARY}")
    assert not cut_off(page)
    # What was written elsewhere on the page goes along.
    left.get_by_label("Превод на: Заглавие").fill("Internships")
    matches.first.get_by_role("button", name="Използвай").click()
    expect(page.locator(".messages")).to_contain_text("Запазени са 2 превода.")
    expect(left).to_contain_text("За 1 от тях има готов превод")
    left.get_by_role("button", name="Използвай всички точни съвпадения").click()
    expect(left.locator(".translation-row")).to_have_count(1)
    editor = page.locator(".js-translation-editor")
    for text in ("Internships", SUMMARY, "The terms are"):
        expect(editor).to_contain_text(text)
    assert not cut_off(page)
