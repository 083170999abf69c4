"""The feed of the small site's articles in each format, to the byte: `golden/feed.<format>`.

A difference is either a mistake or a change of what readers get. When it is meant, raise `VERSION`
in cms/feeds/renderers.py, write the files anew and read what changed in them:

    python -m pytest tests/feeds/test_golden.py --renew-feeds
"""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cms.store.models import Sequence
from tests.content.entries import pages
from tests.feeds.fetched import TYPES, fetch
from tests.feeds.sites import ADDRESS
from tests.picture_addresses import with_fixed_folders

pytestmark = [pytest.mark.django_db, pytest.mark.once]

FOLDER = Path(__file__).with_name("golden")


@pytest.fixture
def bodies(client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """The feed in each format, made at a fixed moment and with no other test's files about."""
    settings.BASE_URL = ADDRESS
    settings.STORAGES = dict(settings.STORAGES)  # a new, empty storage
    monkeypatch.setattr(timezone, "now", lambda: pages.DATE)
    # Each change has a second of its own, after that of the last.
    Sequence.objects.update(modified_at=pages.DATE - timedelta(days=1))
    pages.make()
    texts = {form: fetch(client, f"{ADDRESS}/bg/novini/feed.{form}").body for form in TYPES}
    return {form: with_fixed_folders(text.decode()).encode() for form, text in texts.items()}


def test_a_feed_is_not_what_its_golden_file_says(
    bodies: dict[str, bytes], pytestconfig: pytest.Config, subtests: pytest.Subtests
) -> None:
    for form, body in bodies.items():
        golden = FOLDER / f"feed.{form}"
        if pytestconfig.getoption("--renew-feeds", default=False):
            golden.write_bytes(body)
        with subtests.test(form):
            assert body == golden.read_bytes()


def test_a_golden_file_is_left_of_a_format_that_is_no_more() -> None:
    assert {file.name for file in FOLDER.iterdir()} == {f"feed.{form}" for form in TYPES}
