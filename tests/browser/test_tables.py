"""An editor puts rows and columns into a translated table, and nothing else is to be translated."""

import json

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import log_in, needs_browser, one_installation
from tests.browser.installation import Installation

pytestmark = [needs_browser, one_installation]

# A page with a table of two rows and two columns, translated to its end.
MAKE = """
from home.models import HomePage
from tests import factories

columns = [{"type": "text", "heading": name} for name in ("Година", "Какво")]
rows = [{"values": ["първата", "мина"]}, {"values": ["втората", "завод"]}]
table = {"columns": columns, "rows": rows, "caption": "По години"}
home = HomePage.objects.get(locale__language_code="bg")
page = factories.text_page(home, title="Таблици", body=[("table", {"table": table})])
factories.translate(page, {})
print(page.pk)
"""
# Publish what the editor has saved; tell what waits, and what each field begins with.
PUBLISH = """
import json
from cms.store.flush import publish_transaction
from cms.translation.editor.worklist import worklist_rows
from home.models import ContentPage
from wagtail_localize.models import Translation

page = ContentPage.objects.get(pk={page})
with publish_transaction():
    page.get_latest_revision().publish()
job = Translation.objects.get(source__object_id=page.translation_key)
print(json.dumps({{row.source: row.text for row in worklist_rows(job)}}))
"""


def test_inserted_row_and_column_wait_and_all_else_stays_translated(
    installation: Installation, browser_page: Page
) -> None:
    faults: list[str] = []
    browser_page.on("pageerror", lambda error: faults.append(str(error)))
    page = int(installation.run(MAKE))
    log_in(browser_page, installation)
    browser_page.goto(f"{installation.url}/admin/pages/{page}/edit/")
    table = browser_page.locator(".typed-table-block").first
    table.locator("button.prepend-row").first.click()
    table.locator("button.prepend-column").first.click()
    table.locator(".add-column-menu button").click()
    table.locator("button.delete-row").nth(2).click()
    fill(table.locator(".column-heading").first, "Номер")
    for number, text in enumerate(["нула", "преди", "нищо", "едно"]):
        fill(table.locator("tbody td input[type=text]").nth(number), text)
    # A copy of the block has rows and columns of its own.
    browser_page.locator("[data-streamfield-action='DUPLICATE']").first.click()
    copy = browser_page.locator(".typed-table-block").nth(1)
    expect(copy.locator("[id$=-caption]")).to_have_value("По години")
    assert not ids(table) & ids(copy)
    with browser_page.expect_navigation():
        browser_page.locator("footer button.action-save").click()
    expect(browser_page.locator(".messages .success")).to_be_visible()
    kept = ids(table)
    browser_page.reload()
    assert ids(table) == kept
    waiting = json.loads(installation.run(PUBLISH.format(page=page)))
    new = {"Номер", "нула", "преди", "нищо", "едно"}
    copied = {"По години", "Година", "Какво", "първата", "мина"}
    assert waiting.keys() == new | copied
    assert {waiting[text] for text in new} == {""}
    assert faults == []


def fill(field: Locator, text: str) -> None:
    field.fill(text)
    expect(field).to_have_value(text)


def ids(table: Locator) -> set[str]:
    """Return the ids of a table's rows and columns in the form, none of them twice."""
    found = []
    for kind in ("row", "column"):
        fields = table.locator(f"input[name*='-{kind}-'][name$='-id']")
        expect(fields.first).to_be_attached()
        found += [f"{kind} {field.get_attribute('value')}" for field in fields.all()]
    assert len(found) == len(set(found))
    return set(found)
