"""Translators hear by mail of what is sent and of what changes, and its links lead to the work."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import (
    PHONE,
    cut_off,
    fill_in_the_login,
    log_in,
    needs_browser,
    one_installation,
)
from tests.browser.installation import Installation
from tests.newsletter.server import Received

pytestmark = [needs_browser, one_installation]

# A section of two pages, and who works on it; it prints the number of the section.
PREPARE = """
from cms.store.flush import publish_transaction
from home.models import AboutPage, ContentPage

person("kalina", "Калина Димова", "Координатори")
for name, full_name in (("stela", "Стела Радева"), ("boris", "Борис Тодоров")):
    person(name, full_name, "Преводачи (en)")
parent = AboutPage.objects.get(locale__language_code="bg")
for title in ("Обучения", "Лятно училище"):
    page = ContentPage(title=title, locale=parent.locale, summary=f"{title}: пет дни в Пирдоп.")
    with publish_transaction():
        parent.add_child(instance=page)
        page.save_revision().publish()
    parent = page
print(page.get_parent().pk)
"""
# The summary is translated, and its source is changed before eight in the morning. Then something
# else is sent.
CHANGE = """
from datetime import timedelta
from django.utils import timezone
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation
from cms.store.flush import publish_transaction
from cms.translation.jobs.notifications import last_digest_time
from cms.translation.jobs.models import DigestCheckpoint, Job
from cms.translation.jobs.submission import SubmissionOptions, submit
from home.models import ContentPage

page = ContentPage.objects.get(title="Обучения", locale__language_code="bg")
english = Locale.objects.get(language_code="en")
segment = StringSegment.objects.get(
    source__object_id=page.translation_key, context__path="summary"
)
page.summary = page.summary.replace("пет дни", "седем дни")
with publish_transaction():
    StringTranslation.objects.create(
        translation_of=segment.string,
        context=segment.context,
        locale=english,
        data="Training: five days in Pirdop.",
    )
    page.save_revision().publish()
cut = last_digest_time(timezone.now())
# Nothing of what other tests have changed is told too.
Job.objects.update(changed_at=None)
Job.objects.filter(translation__source__object_id=page.translation_key).update(
    changed_at=cut - timedelta(hours=1)
)
DigestCheckpoint.objects.update(collected_until=cut - timedelta(days=1))
other = ContentPage(title="Доброволци", locale=page.locale)
with publish_transaction():
    page.add_child(instance=other)
    other.save_revision().publish()
with publish_transaction():
    submit([other], SubmissionOptions({english: None}, None, None))
"""


@pytest.fixture
def section(installation: Installation) -> int:
    return int(installation.run(PREPARE))


def on_a_telephone(browser: Browser | None) -> Page:
    if browser is None:
        pytest.fail("the browser was closed")
    return browser.new_context(viewport=PHONE, locale="bg-BG").new_page()


def links(mail: Received) -> dict[str, str]:
    """Where the links of a mail lead, by their words; as text it has the same."""
    found = re.findall(r'<a [^>]*href="([^"]+)"[^>]*>([^<]+)</a>', mail.part("html"))
    assert all(address in mail.part("plain") for address, _ in found)
    return {words.strip(): address for address, words in found}


def test_a_mail_does_not_lead_to_the_work_or_comes_unwanted(
    installation: Installation, browser_page: Page, section: int
) -> None:
    page = browser_page
    log_in(page, installation, "kalina")
    page.goto(f"{installation.url}/admin/localize/submit/page/{section}/")
    page.get_by_label("С 1 публикувана страница под нея").check()
    page.locator("[name=due]").fill("2031-05-06")
    page.locator("[name=due]").press("Escape")
    page.get_by_role("button", name="Изпрати", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("„Обучения“ е изпратена за превод: 2 задачи.")

    installation.work()
    (mail,) = installation.mail.to("stela@example.org")
    assert mail.message["Subject"] == "За превод: „Обучения“ (2 текста, 14 думи)"
    assert "6 май 2031" in mail.part("plain")
    page = on_a_telephone(page.context.browser)
    page.set_content(mail.part("html"))
    assert not cut_off(page)
    work = links(mail)
    page.goto(work["Лятно училище"])
    assert not cut_off(page)
    fill_in_the_login(page, "stela", "secret")
    expect(page).to_have_url(work["Лятно училище"])
    left = page.locator("#left-to-translate")
    expect(left).to_contain_text("Лятно училище: пет дни в Пирдоп.")
    assert not cut_off(page)

    # She wants no more of these, and goes on hearing of what changes.
    page.goto(work["Изберете кои писма искате"])
    batches = page.get_by_label("Когато ми се изпрати нещо за превод")
    expect(batches).to_be_checked()
    assert not cut_off(page)
    batches.uncheck()
    page.get_by_role("button", name="Запази").click()
    expect(page.locator(".messages")).to_contain_text("Настройките на профила Ви са променени")

    installation.run(CHANGE)
    installation.work()
    told = [str(mail.message["Subject"]) for mail in installation.mail.to("boris@example.org")]
    assert len(told) == 3
    _, mail = installation.mail.to("stela@example.org")
    assert mail.message["Subject"] == "Променени оригинали: 1 текст (6 думи)"
    page.goto(links(mail)["Обучения"])
    row = left.locator(".translation-row", has_text="Променен текст")
    expect(row.locator("del")).to_have_text("пет")
    expect(row.locator("ins")).to_have_text("седем")
    expect(row.locator("textarea")).to_have_value("Training: five days in Pirdop.")
    assert not cut_off(page)
