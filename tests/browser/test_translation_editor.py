"""A paragraph is changed: its translator and its reviewer bring it to the site by a few clicks."""

import subprocess
import sys

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import MANAGE, Installation, needs_browser, one_installation

pytestmark = [needs_browser, one_installation]

PHONE = {"width": 390, "height": 800}
# What an editor and a coordinator do before: publish a changed paragraph, and take it over.
CHANGE = """
from django.contrib.auth.models import Group, User
from wagtail.users.models import UserProfile
from wagtail_localize.models import TranslationSource
from cms.store.flush import publishing
from home.models import AboutPage

for name, role in (("maria", "Преводачи (en)"), ("petya", "Проверяващи (en)")):
    user = User.objects.create_user(name, password="secret", first_name=name.title())
    user.groups.set(Group.objects.filter(name=role))
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = "bg"
    profile.save()
page = AboutPage.objects.get(locale__language_code="bg")
block = next(block for block in page.body.raw_data if block["type"] == "text")
block["value"] = block["value"].replace("сдружение", "обединение", 1)
with publishing():
    page.save_revision().publish()
with publishing():
    TranslationSource.objects.get(object_id=page.translation_key).update_from_db()
print(AboutPage.objects.get(locale__language_code="en").pk)
"""


class Person:
    """Somebody in a browser of their own; `clicks` counts all that they press."""

    def __init__(self, page: Page, installation: Installation, name: str) -> None:
        self.page, self.clicks = page, 0
        page.goto(f"{installation.url}/admin/login/")
        page.locator("[name=username]").fill(name)
        page.locator("[name=password]").fill("secret")
        page.locator("form [type=submit]").click()
        expect(page.locator("#where-section, .w-panel--dashboard").first).to_be_visible()

    def click(self, what: Locator) -> None:
        what.click()
        self.clicks += 1


@pytest.fixture
def changed(installation: Installation) -> int:
    """The number of the English page whose source has a new paragraph."""
    done = subprocess.run(
        [sys.executable, MANAGE, "shell", "--verbosity", "0", "--command", CHANGE],
        env=installation.environment,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def test_a_changed_paragraph_takes_more_than_four_clicks(
    installation: Installation, browser_page: Page, changed: int
) -> None:
    faults: list[str] = []
    browser_page.on("pageerror", lambda error: faults.append(str(error)))
    maria = Person(browser_page, installation, "maria")
    browser_page.goto(f"{installation.url}/admin/pages/{changed}/edit/")
    row = browser_page.locator(".translation-row")
    expect(row).to_have_count(1)
    expect(row.locator("del")).to_have_text("сдружение")
    expect(row.locator("ins")).to_have_text("обединение")
    field = row.locator("textarea")
    assert "association" in field.input_value()
    maria.click(field)
    field.fill(field.input_value().replace("association", "union", 1))
    field.press("Control+Enter")
    expect(browser_page.locator(".messages")).to_contain_text("Запазен е 1 превод.")
    expect(row).to_have_count(0)
    # Its own editor below knows of it too.
    expect(browser_page.locator(".js-translation-editor")).to_contain_text("union")
    maria.click(browser_page.get_by_role("button", name="Изпрати за проверка"))
    expect(browser_page.locator(".messages")).to_contain_text("Преводът е изпратен за проверка.")
    expect(browser_page.locator(".js-translation-editor .w-tabs")).to_be_hidden()

    browser = browser_page.context.browser
    assert browser
    desk = browser.new_context(locale="bg-BG", viewport=PHONE).new_page()  # type: ignore[arg-type]
    petya = Person(desk, installation, "petya")
    petya.click(desk.locator(f"main a[href$='/admin/pages/{changed}/edit/']").first)
    changes = desk.locator(".side-by-side__changed")
    expect(changes).to_have_count(1)
    expect(changes.locator("ins").last).to_have_text("union")
    assert desk.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    petya.click(desk.get_by_role("button", name="Одобри и публикувай"))
    expect(desk.locator(".messages")).to_contain_text("Преводът е одобрен и публикуван.")

    desk.goto(f"{installation.url}/en/about/")
    expect(desk.locator("main")).to_contain_text("union")
    assert (maria.clicks, petya.clicks) == (2, 2)
    assert faults == []
