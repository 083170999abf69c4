"""A changed paragraph's way to the site: from the mail that tells its translator, to the approval.

The page is “About us”, as it is loaded. Each step ends when its outcome is seen.
"""

import re
import subprocess
import sys

from tests.browser.conftest import MANAGE, Installation
from tests.browser.people import Person
from tests.outreach.mailing.server import HOST, MailServer

WORK = re.compile(r"http://localhost:\d+/admin/pages/\d+/edit/")
TRANSLATOR, REVIEWER = "maria", "petya"
# Seconds.
WORKING = 120
PEOPLE = """
from django.contrib.auth.models import Group, User
from wagtail.users.models import UserProfile

for name, role in (("maria", "Преводачи (en)"), ("petya", "Проверяващи (en)")):
    user = User.objects.create_user(name, f"{name}@example.org", "secret", first_name=name.title())
    user.groups.set(Group.objects.filter(name=role))
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = "bg"
    profile.save()
"""
# An editor has published the source with other words a day ago: since then it was eight o'clock,
# when translators are told.
CHANGE = """
from datetime import timedelta
from django.utils import timezone
from cms.store.flush import publishing
from cms.translation.jobs.models import Bookmark, Job
from home.models import AboutPage

page = AboutPage.objects.get(locale__language_code="bg")
block = next(each for each in page.body.raw_data if {old!r} in str(each["value"]))
block["value"] = block["value"].replace({old!r}, {new!r}, 1)
with publishing():
    page.save_revision().publish()
yesterday = timezone.now() - timedelta(days=1)
Job.objects.filter(changed_at__gt=yesterday).update(changed_at=yesterday)
Bookmark.objects.update_or_create(pk=1, defaults={{"moment": yesterday - timedelta(days=1)}})
"""


def make_people(installation: Installation) -> None:
    """Make a translator and a reviewer of English, who read Bulgarian."""
    _shell(installation, PEOPLE)


def change_source(installation: Installation, old: str, new: str) -> None:
    """Publish the source with other words in it, yesterday."""
    _shell(installation, CHANGE.format(old=old, new=new))


def mailed_link(installation: Installation) -> str:
    """Have the worker write to the translator; return where the mail leads to."""
    server = MailServer()
    server.start()
    try:
        mailing = {"EMAIL_URL": f"smtp://{HOST}:{server.port}"}
        _manage(installation, "worker", "--once", **mailing)
    finally:
        server.stop()
    (mail,) = server.to(f"{TRANSLATOR}@example.org")
    (link,) = set(WORK.findall(mail.part("plain")))
    return link


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


def _shell(installation: Installation, program: str) -> None:
    _manage(installation, "shell", "--verbosity", "0", "--command", program)


def _manage(installation: Installation, *command: str, **environment: str) -> None:
    done = subprocess.run(
        [sys.executable, MANAGE, *command],
        env=installation.environment | environment,
        capture_output=True,
        encoding="utf-8",
        timeout=WORKING,
    )
    assert done.returncode == 0, done.stderr
