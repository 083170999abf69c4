"""The public form of each kind of page, to the letter: `<kind>.json` beside this file.

A difference is either a mistake or a change of the public contract. When it is meant, raise
`VERSION` in cms/content/serializers/base.py, write the files anew and read what changed in them:

    python -m pytest tests/content/entries --renew-entries
"""

import json
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from cms.content.blocks import BodyBlock
from cms.content.entry_types import TYPES
from tests.content.entries import pages
from tests.picture_addresses import with_fixed_folders

FOLDER = Path(__file__).parent


@pytest.fixture
def entries(db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """One entry of each kind, made at a fixed moment and with no other test's files about."""
    monkeypatch.setattr(timezone, "now", lambda: pages.DATE)
    settings.STORAGES = dict(settings.STORAGES)  # a new, empty storage
    pages.make()
    return {kind: with_fixed_folders(text) for kind, text in pages.entries().items()}


def test_an_entry_is_not_what_its_golden_file_says(
    entries: dict[str, str], pytestconfig: pytest.Config, subtests: pytest.Subtests
) -> None:
    for kind in TYPES:
        golden = FOLDER / f"{kind}.json"
        if pytestconfig.getoption("--renew-entries", default=False):
            golden.write_text(entries[kind], encoding="utf-8")
        with subtests.test(kind):
            assert entries[kind] == golden.read_text(encoding="utf-8")


def test_a_golden_file_is_left_of_a_kind_that_is_no_more() -> None:
    assert {file.stem for file in FOLDER.glob("*.json")} == set(TYPES)


def test_a_body_block_stands_in_no_golden_file() -> None:
    body = json.loads((FOLDER / "news.json").read_text(encoding="utf-8"))["body"]
    assert {block["type"] for block in body} == set(BodyBlock().child_blocks)


def test_a_drafts_name_or_address_shows_in_a_neighbours_entry() -> None:
    texts = {file.stem: file.read_text(encoding="utf-8") for file in FOLDER.glob("*.json")}
    assert not [kind for kind, text in texts.items() if "Тайна" in text or "/tayna/" in text]
