"""A translator has a machine make the first draft, and stands by each segment of it."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, cut_off, log_in, needs_browser, one_installation
from tests.browser.installation import Installation, beside
from tests.translation.machine.services import KEY, libretranslate, serve

pytestmark = [needs_browser, one_installation]

# An article that is sent to a translator; it prints the number of its draft in English.
SEND = """
from datetime import UTC, datetime
from wagtail.models import Locale
from cms.store.flush import publish_transaction
from cms.translation.jobs.submission import SubmissionOptions, submit
from news.models import NewsIndexPage, NewsPage

translator = person("%(name)s", "Невена Илиева", "Преводачи (en)")
parent = NewsIndexPage.objects.get(locale__language_code="bg")
page = NewsPage(
    title="%(title)s",
    locale=parent.locale,
    # Not of today, when other tests look for the newest.
    date=datetime(2020, 1, 1, tzinfo=UTC),
    summary="%(title)s: накратко.",
    body=[("text", '<p>%(title)s: <a href="https://example.org/">вижте</a>.</p><p>%(title)s!</p>')],
)
with publish_transaction():
    parent.add_child(instance=page)
    page.save_revision().publish()
with publish_transaction():
    options = SubmissionOptions({Locale.objects.get(language_code="en"): translator}, None, None)
    submit([page], options)
print(page.get_translations().get().pk)
"""
# The pause is over after which the machine is asked once more.
LATER = """
from django.utils import timezone
from cms.translation.machine.models import Draft
Draft.objects.update(next_attempt_at=timezone.now())
"""


def open_the_draft(page: Page, here: Installation, name: str, title: str) -> None:
    number = here.run(SEND % {"name": name, "title": title}).strip()
    log_in(page, here, name)
    page.goto(f"{here.url}/admin/pages/{number}/edit/")
    assert not cut_off(page)


def test_a_draft_by_deepl_is_not_asked_for_or_not_confirmed(
    installation: Installation, browser_page: Page
) -> None:
    page, machine = browser_page, installation.machine
    open_the_draft(page, installation, "nevena", "Нова пещ")
    part, left = page.locator("#machine-draft"), page.locator("#left-to-translate")
    machine.answers = [(456, {}, b'{"message": "Quota Exceeded"}')]
    part.get_by_role("button", name="Преведи машинно 4 откъса").click()
    expect(page.locator(".messages")).to_contain_text("DeepL прави първа чернова.")
    expect(part.get_by_role("status")).to_contain_text("Превеждат се 4 откъса.")
    installation.work()
    part.get_by_role("link", name="Покажи готовото").click()
    expect(part).to_contain_text("Платеният обем на DeepL е изчерпан.")
    expect(part).to_contain_text(re.compile(r"Нов опит се прави автоматично: \d+\.\d+\.\d{4}"))
    assert not cut_off(page)

    installation.run(LATER)
    installation.work()
    page.reload()
    expect(part).to_have_count(0)
    rows = left.locator(".translation-row", has_text="Машинен превод, за потвърждаване")
    expect(rows).to_have_count(4)
    assert not cut_off(page)
    # One is corrected, one is right, and so are all others.
    title = rows.filter(has_text="Заглавие")
    expect(title.locator("textarea")).to_have_value("EN Нова пещ")
    title.locator("textarea").fill("A new furnace")
    title.get_by_role("button", name="Запази").click()
    expect(rows).to_have_count(3)
    rows.filter(has_text="Резюме").get_by_role("button", name="Потвърди").click()
    expect(page.locator(".messages")).to_contain_text("Запазен е 1 превод.")
    expect(rows).to_have_count(2)
    left.get_by_role("button", name="Потвърди всички").click()
    expect(left).to_contain_text("Всичко е преведено.")
    for text in ("A new furnace", "EN Нова пещ: накратко.", "EN Нова пещ!"):
        expect(page.locator(".js-translation-editor")).to_contain_text(text)
    expect(left.get_by_role("button", name="Изпрати за проверка")).to_be_visible()


def test_a_draft_by_libretranslate_is_not_tried_again_or_takes_words_away(
    installation: Installation, browser_page: Page, tmp_path: Path
) -> None:
    page = browser_page
    page.set_viewport_size(PHONE)
    with serve(libretranslate) as machine:
        own = {"LIBRETRANSLATE_URL": machine.url, "LIBRETRANSLATE_KEY": KEY, "DEEPL_KEY": ""}
        with beside(installation, tmp_path, machine, own) as here:
            open_the_draft(page, here, "violeta", "Нов филтър")
            part, left = page.locator("#machine-draft"), page.locator("#left-to-translate")
            machine.answers = [(429, {"Retry-After": "900"}, b'{"error": "Slowdown"}')]
            left.get_by_label("Превод на: Резюме").fill("In a word, a new filter.")
            part.get_by_role("button", name="Преведи машинно 4 откъса").click()
            expect(page.locator(".messages")).to_contain_text("Запазен е 1 превод.")
            expect(part.get_by_role("status")).to_contain_text("Превеждат се 3 откъса.")
            here.work()
            page.reload()
            expect(part).to_contain_text("В момента LibreTranslate е претоварен.")
            expect(part).to_contain_text("Нов опит се прави автоматично")
            assert not cut_off(page)
            with page.expect_navigation():
                part.get_by_role("button", name="Опитай отново сега").click()
            here.work()
            page.reload()
            rows = left.locator(".translation-row", has_text="Машинен превод, за потвърждаване")
            expect(rows).to_have_count(3)
            assert not cut_off(page)
            expect(page.locator(".js-translation-editor")).to_contain_text("In a word, a new")
