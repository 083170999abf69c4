"""A translation published where transactions are really committed."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import log_in, needs_browser, one_installation
from tests.browser.installation import Installation

pytestmark = one_installation

# A request through the whole stack, in another process; no worker runs beside it.
PUBLISH = """
from django.contrib.auth.models import User
from django.test import Client
from wagtail_localize.models import StringTranslation
from cms.store.models import Entry
from home.models import AboutPage

page = AboutPage.objects.get(locale__language_code="en")
summary = StringTranslation.objects.get(
    context__object_id=page.translation_key, context__path="summary", locale=page.locale
)
summary.data = "As the translator wrote it"
summary.save()
client = Client(HTTP_HOST="localhost")
client.force_login(User.objects.get(username="admin"))
answer = client.post(f"/admin/pages/{page.pk}/edit/", {"action": "publish"})
assert answer.status_code == 302, answer.content
print("As the translator wrote it" in Entry.objects.get(path="/en/about/").full_json)
"""


def test_a_translation_is_public_when_its_publish_returns(installation: Installation) -> None:
    """wagtail-localize publishes after the commit, outside the request's own transaction."""
    told = installation.run(PUBLISH).strip()
    assert told == "True", "the store still says what was before"


@needs_browser
def test_the_editor_of_translations_speaks_bulgarian(
    browser_page: Page, installation: Installation
) -> None:
    """What wagtail-localize's script says in English alone; the texts themselves are let be."""
    log_in(browser_page, installation)
    explored = browser_page.get_by_role("link", name="About us").get_attribute("href")
    browser_page.goto(f"{installation.url}{explored}edit/")
    editor = browser_page.locator(".js-translation-editor")
    expect(editor.get_by_text("Превод: от български на English")).to_be_visible()
    expect(editor.get_by_text("Още действия")).to_have_count(1)
    done = editor.get_by_text("Преведено ръчно на")
    expect(done.first).to_be_visible()
    for text in done.all_inner_texts():
        assert re.search(r"на \d{1,2} [а-я]+ \d{4}", text), text
    expect(editor.get_by_text("About us").first, "a translator's own words").to_be_visible()
