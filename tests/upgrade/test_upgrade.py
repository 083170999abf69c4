"""Each earlier version's installation, upgraded by this version's code, loses nothing."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.upgrade import answers, fixtures, people, rows
from tests.upgrade.observing import COUNTED, TOLD, Observed, observe, untold

# One installation serves all tests of a version.
pytestmark = pytest.mark.xdist_group("upgrade")

STEPS = [
    "Data folder", "Port", "Configuration", "Cache", "Database", "Languages", "Static files",
    "Content store", "References", "Back-office search", "Content",
]  # fmt: skip


@dataclass(frozen=True)
class Upgraded:
    """An upgraded installation, and what its version recorded before."""

    expected: dict[str, Any]
    observed: Observed


def _name(folder: Path) -> str:
    return folder.parent.name


@pytest.fixture(scope="module", params=fixtures.versions(connection.vendor), ids=_name)
def upgraded(request: pytest.FixtureRequest, tmp_path_factory: Any) -> Iterator[Upgraded]:
    folder, place = request.param, tmp_path_factory.mktemp("upgrade")
    expected, server = fixtures.expected(folder), os.environ.get("DATABASE_URL", "")
    with fixtures.unpacked(folder, place, expected["environment"], server) as installation:
        yield Upgraded(expected, observe(installation, expected))


def test_prepare_succeeds_and_names_each_step(upgraded: Upgraded) -> None:
    run = upgraded.observed.first
    assert run.code == 0, run.output
    assert [step for step in STEPS if f"] {step}: " not in run.output] == []


def test_prepare_makes_no_second_administrator(upgraded: Upgraded) -> None:
    assert "Log in as" not in upgraded.observed.first.output


def test_second_prepare_changes_nothing(upgraded: Upgraded) -> None:
    observed = upgraded.observed
    assert observed.second.code == 0, observed.second.output
    changed = [
        name
        for name, table in observed.after_first.items()
        if table != observed.after_second.get(name)
    ]
    assert changed == []
    assert observed.after_second.keys() == observed.after_first.keys()


def test_no_row_is_lost_or_changed(upgraded: Upgraded) -> None:
    assert rows.losses(upgraded.observed.before, upgraded.observed.after_first) == []


@pytest.mark.parametrize("command", ["sync_store", "translation_status"])
def test_derived_tables_equal_the_pages(upgraded: Upgraded, command: str) -> None:
    check = upgraded.observed.checks[command]
    assert check.code == 0, check.output


def test_public_answers_are_the_same(upgraded: Upgraded) -> None:
    assert answers.differences(upgraded.expected["answers"], upgraded.observed.answers) == []


def test_page_opens_by_its_password(upgraded: Upgraded) -> None:
    path, recorded = "/bg/novini/s-parola/", upgraded.expected["by_password"]
    opened = {path: upgraded.observed.by_password}
    assert answers.differences({path: recorded}, opened) == []


def test_each_person_sees_what_they_saw(upgraded: Upgraded) -> None:
    assert people.losses(upgraded.expected["people"], upgraded.observed.people) == []


def test_files_are_unchanged(upgraded: Upgraded) -> None:
    found, files = upgraded.observed.media_after, upgraded.observed.media_before
    assert [name for name, digest in files.items() if found.get(name) != digest] == []


def test_worker_resumes_what_was_left(upgraded: Upgraded) -> None:
    observed, expected = upgraded.observed, upgraded.expected["told"]
    assert observed.worker.code == 0, observed.worker.output
    assert [whom for whom in TOLD if not expected[whom]] == []
    assert untold(expected, observed.told) == []


@pytest.mark.parametrize("table", COUNTED)
def test_worker_sends_what_waited_for_translation(upgraded: Upgraded, table: str) -> None:
    assert upgraded.observed.told[table] == upgraded.expected["told"][table]
