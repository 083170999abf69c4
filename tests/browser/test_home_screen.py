"""The home screen goes on telling how much of a wide change is to follow."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import log_in, needs_browser, one_installation
from tests.browser.installation import Installation

pytestmark = [needs_browser, one_installation]

# So many pages wait; no worker runs beside it, which would do them at once.
LEAVE = """
from django.utils import timezone
from cms.store.models import PendingChange
PendingChange.objects.all().delete()
PendingChange.objects.bulk_create(
    PendingChange(key=f"entry:{n}", due_at=timezone.now()) for n in range(%d)
)
"""


def leave(installation: Installation, number: int) -> None:
    installation.run(LEAVE % number)


def test_the_home_screen_stands_still(installation: Installation, browser_page: Page) -> None:
    leave(installation, 40)
    log_in(browser_page, installation)
    told = browser_page.locator("#on-its-way")
    expect(told).to_contain_text("остават още 40 страници")
    leave(installation, 1)
    expect(told).to_contain_text("остава още 1 страница")
    leave(installation, 0)
    expect(told).to_have_count(0)
