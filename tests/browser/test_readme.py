"""The pictures of the README: each screen is there, and `--renew-readme` takes its picture again.

python -m pytest tests/browser/test_readme.py --renew-readme
"""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.browser.conftest import needs_browser, one_installation
from tests.browser.installation import Installation
from tests.browser.test_guides import log_in

pytestmark = [needs_browser, one_installation]

FOLDER: Path = settings.ROOT / "docs/pictures"
LARGEST_BYTES = 150_000

# A translator who reads English, with an article that has changed since it was translated.
WORK = """
import json
from django.contrib.auth.models import Group, User
from wagtail.users.models import UserProfile
from cms.permissions.roles import TRANSLATORS, get_group_name
from cms.store.flush import publish_transaction
from news.models import NewsPage

user = User.objects.create_user("readme", password="secret", first_name="Elena")
user.groups.add(Group.objects.get(name=get_group_name(TRANSLATORS, "en")))
UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "en"})
article = NewsPage.objects.get(slug="parva-kopka-za-remont-na-zlatishkia-prohod")
article.summary = article.summary.replace("Направена бе", "Направена е")
with publish_transaction():
    article.save_revision().publish()
print(json.dumps({"translation": article.get_translations().get().pk}))
"""

# For each picture its address, what must be visible, and the size of the window.
PICTURES = {
    "site.jpg": ("en/", "main h1", (1280, 860)),
    "phone.jpg": ("bg/", "main h1", (390, 860)),
    "editor.png": ("admin/pages/{translation}/edit/", "#left-to-translate", (1280, 800)),
}


def test_screens_of_the_readme_are_visible(
    installation: Installation, browser_page: Page, pytestconfig: pytest.Config
) -> None:
    work = json.loads(installation.run(WORK))
    log_in(browser_page, f"{installation.url}/admin/", "readme")
    for name, (address, part, (width, height)) in PICTURES.items():
        browser_page.set_viewport_size({"width": width, "height": height})
        browser_page.goto(f"{installation.url}/{address.format(**work)}")
        expect(browser_page.locator(part).first, name).to_be_visible()
        browser_page.wait_for_load_state("networkidle")
        if pytestconfig.getoption("--renew-readme", default=False):
            quality = 80 if name.endswith("jpg") else None
            browser_page.screenshot(path=FOLDER / name, quality=quality, animations="disabled")


def test_readme_shows_each_picture_and_they_are_small() -> None:
    readme = (settings.ROOT / "README.md").read_text()
    assert set(re.findall(r"docs/pictures/([\w.]+)", readme)) == PICTURES.keys()
    assert {file.name for file in FOLDER.iterdir()} == PICTURES.keys()
    for file in FOLDER.iterdir():
        assert file.stat().st_size <= LARGEST_BYTES, file.name
