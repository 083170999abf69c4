"""Sending a page for translation and finding it in the list, on a desk and on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, cut_off, log_in, needs_browser, one_installation
from tests.browser.installation import Installation

PREPARE = """
from datetime import UTC, datetime
from django.contrib.auth.models import Group, User
from cms.store.flush import publish_transaction
from news.models import NewsIndexPage, NewsPage
anna = User.objects.create_user("anna", first_name="Анна", last_name="Преводачева")
anna.groups.add(Group.objects.get(name="Преводачи (en)"))
parent = NewsIndexPage.objects.get(locale__language_code="bg")
with publish_transaction():
    # Not of today, when other tests look for the newest.
    page = parent.add_child(
        instance=NewsPage(
            title="Три нови думи", locale=parent.locale, date=datetime(2020, 1, 1, tzinfo=UTC)
        )
    )
    page.save_revision().publish()
print("page", page.pk)
"""


@pytest.fixture
def page_id(installation: Installation) -> int:
    return int(installation.run(PREPARE).split()[-1])


@needs_browser
@one_installation
def test_a_page_is_sent_and_is_not_in_the_list_or_does_not_fit_a_phone(
    installation: Installation, browser_page: Page, page_id: int
) -> None:
    page = browser_page
    form = f"{installation.url}/admin/localize/submit/page/{page_id}/"
    overview = f"{installation.url}/admin/localize/reports/translations/?job_state=waiting"
    log_in(page, installation)
    page.goto(form)
    assert not cut_off(page)
    expect(page.locator("#header-title")).to_have_text("Изпращане на „Три нови думи“ за превод")
    page.get_by_label("Преводач (English)").select_option("Анна Преводачева")
    page.locator("[name=due]").fill("2031-05-06")
    page.locator("[name=due]").press("Escape")
    page.get_by_role("button", name="Изпрати", exact=True).click()
    expect(page.get_by_text("е изпратена за превод: 1 задача")).to_be_visible()
    page.goto(overview)
    row = page.locator("main tbody tr", has_text="Три нови думи")
    expect(row).to_contain_text("Анна Преводачева")
    expect(row).to_contain_text("чака")
    page.set_viewport_size(PHONE)
    page.goto(overview)
    assert not cut_off(page)
    due = row.get_by_text("06.05.2031")
    due.scroll_into_view_if_needed()
    expect(due).to_be_in_viewport()
    row.get_by_role("link", name="Три нови думи").click()
    expect(page).to_have_url(re.compile(r"/admin/pages/\d+/edit/"))
