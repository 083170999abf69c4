"""The screens that the guides show: each is there, and `--renew-guides` makes its picture anew.

python -m pytest tests/browser/test_guides.py --renew-guides
"""

import json

import pytest
from playwright.sync_api import Page, expect

from cms.admin.guides.guides import GUIDES, LANGUAGES
from tests.admin.guides.pictures import FOLDER
from tests.browser.conftest import log_in as log_in_as_administrator
from tests.browser.conftest import needs_browser, one_installation
from tests.browser.installation import Installation

pytestmark = [needs_browser, one_installation]

# In each language somebody in each role; an article that has changed, with a job that is due, and
# another one in review. It prints the numbers of the pages.
WORK = """
import json
from datetime import date, timedelta
from django.contrib.auth.models import Group, User
from wagtail.users.models import UserProfile
from cms.permissions.roles import COORDINATORS, REVIEWERS, TRANSLATORS, get_group_name
from cms.store.flush import publish_transaction
from cms.translation.jobs.models import Job
from news.models import NewsPage

ROLES = {
    "coordinator": COORDINATORS,
    "translator": get_group_name(TRANSLATORS, "en"),
    "reviewer": get_group_name(REVIEWERS, "en"),
}
NAMES = {"bg": "Елена", "en": "Elena"}
for role, group in ROLES.items():
    for language, name in NAMES.items():
        user = User.objects.create_user(f"{role}-{language}", password="secret", first_name=name)
        user.groups.add(Group.objects.get(name=group))
        profile = UserProfile.get_for_user(user)
        profile.preferred_language = language
        profile.save()
changed = NewsPage.objects.get(slug="parva-kopka-za-remont-na-zlatishkia-prohod")
changed.summary = changed.summary.replace("Направена бе", "Направена е")
with publish_transaction():
    changed.save_revision().publish()
Job.objects.update(due=date.today() + timedelta(days=7))
reviewed = NewsPage.objects.get(slug="srednogorie-tantsuva-2014").get_translations().get()
with publish_transaction():
    reviewed.save_revision(user=user)
    reviewed.get_workflow().start(reviewed, user)
print(json.dumps({
    "source": changed.pk, "changed": changed.get_translations().get().pk, "reviewed": reviewed.pk
}))
"""

# Of each picture who sees it, at which address, which part of the screen, and how wide that is.
PICTURES = {
    "send": ("coordinator", "localize/submit/page/{source}/", "main", 1000),
    "overview": (
        "coordinator",
        "localize/reports/translations/?ordering=-words_left",
        "main",
        1280,
    ),
    "tasks": ("translator", "", "#translation-tasks-section", 900),
    "left": ("translator", "pages/{changed}/edit/", "#left-to-translate", 1000),
    "exchange": ("translator", "pages/{changed}/edit/", "#exchange-section", 1000),
    "review": ("reviewer", "pages/{reviewed}/edit/", ".translation-parts", 1000),
}


@pytest.fixture
def work(installation: Installation) -> dict[str, int]:
    return dict(json.loads(installation.run(WORK)))


def test_a_guide_shows_what_is_not_there(
    installation: Installation,
    browser_page: Page,
    work: dict[str, int],
    pytestconfig: pytest.Config,
) -> None:
    office = f"{installation.url}/admin/"
    for user in sorted({f"{who}-{code}" for who, *_ in PICTURES.values() for code in LANGUAGES}):
        role, _, language = user.partition("-")
        log_in(browser_page, office, user)
        for name, (who, address, part, width) in PICTURES.items():
            if who != role:
                continue
            browser_page.set_viewport_size({"width": width, "height": 640})
            browser_page.goto(office + address.format(**work))
            shown = browser_page.locator(part).first
            expect(shown, name).to_be_visible()
            if pytestconfig.getoption("--renew-guides", default=False):
                shown.screenshot(path=FOLDER / f"{name}.{language}.png", animations="disabled")


def test_a_guide_lacks_its_pictures(installation: Installation, browser_page: Page) -> None:
    log_in_as_administrator(browser_page, installation)
    for guide in GUIDES:
        browser_page.goto(f"{installation.url}/admin/guides/{guide}/")
        pictures = browser_page.locator(".guide img")
        assert pictures.count()
        for picture in pictures.all():
            assert picture.evaluate("each => each.decode().then(() => each.naturalWidth)") > 0


def log_in(page: Page, office: str, user: str) -> None:
    page.context.clear_cookies()
    page.goto(office)
    page.locator("[name=username]").fill(user)
    page.locator("[name=password]").fill("secret")
    page.locator("form [type=submit]").click()
    expect(page.locator("#main")).to_be_visible()
