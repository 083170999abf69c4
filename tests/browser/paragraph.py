"""A changed paragraph's way to the site: from the mail that tells its translator, to the approval.

The page is “About us”, as it is loaded. Each step ends when its outcome is seen.
"""

import re

from tests.browser.installation import Installation
from tests.browser.people import Person

# Others of her pages may have changed too.
WORK = re.compile(r"За нас\n.*\n(http://localhost:\d+/admin/pages/\d+/edit/)")
TRANSLATOR, REVIEWER = "maria", "petya"
PEOPLE = """
person("maria", "Мария Павлова", "Преводачи (en)")
person("petya", "Петя Николова", "Проверяващи (en)")
"""
# An editor has published the source with other words a day ago: since then it was eight o'clock,
# when translators are told.
CHANGE = """
from datetime import timedelta
from django.utils import timezone
from cms.store.flush import publish_transaction
from cms.translation.jobs.models import DigestCheckpoint, Job
from home.models import AboutPage

page = AboutPage.objects.get(locale__language_code="bg")
block = next(each for each in page.body.raw_data if {old!r} in str(each["value"]))
block["value"] = block["value"].replace({old!r}, {new!r}, 1)
with publish_transaction():
    page.save_revision().publish()
yesterday = timezone.now() - timedelta(days=1)
Job.objects.filter(changed_at__gt=yesterday).update(changed_at=yesterday)
checkpoint = {{"collected_until": yesterday - timedelta(days=1)}}
DigestCheckpoint.objects.update_or_create(pk=1, defaults=checkpoint)
"""


def make_people(installation: Installation) -> None:
    """Make a translator and a reviewer of English, who read Bulgarian."""
    installation.run(PEOPLE)


def change_source(installation: Installation, old: str, new: str) -> None:
    """Publish the source with other words in it, yesterday."""
    installation.run(CHANGE.format(old=old, new=new))


def mailed_link(installation: Installation) -> str:
    """Have the worker write to the translator; return where the mail leads to."""
    installation.work()
    mail = installation.mail.to(f"{TRANSLATOR}@example.org")[-1]
    found = WORK.search(mail.part("plain"))
    assert found, "the mail does not tell of the page"
    return found[1]


def open_work(translator: Person, link: str) -> None:
    """By the link in the mail."""
    translator.follow(link)
    translator.page.locator(".translation-row textarea").wait_for()


def translate(translator: Person, old: str, new: str) -> None:
    """Correct the old translation, with which the field begins, and save it by the keyboard."""
    field = translator.page.locator(".translation-row textarea")
    translator.correct(field, old, new)
    translator.press(field, "Control+Enter")
    _told(translator, "Запазен е 1 превод.")


def send_for_review(translator: Person) -> None:
    translator.click(translator.page.get_by_role("button", name="Изпрати за проверка"))
    _told(translator, "Преводът е изпратен за проверка.")


def open_review(reviewer: Person, address: str) -> None:
    """From the home screen, where it waits."""
    path = address.removeprefix(reviewer.url)
    reviewer.click(reviewer.page.locator(f"main a[href$='{path}']").first)
    reviewer.page.locator(".side-by-side__changed").wait_for()


def approve(reviewer: Person) -> None:
    reviewer.click(reviewer.page.get_by_role("button", name="Одобри и публикувай"))
    _told(reviewer, "Преводът е одобрен и публикуван.")


def _told(person: Person, message: str) -> None:
    person.page.locator(".messages", has_text=message).wait_for()
