"""Two `manage.py prepare` at once: one works, the other waits and says so."""

import threading
from pathlib import Path

import pytest
from django.core.management.base import CommandError
from django.db import connection
from pytest_django.fixtures import Settings

from cms.operations.locks import prepare_lock

pytestmark = pytest.mark.django_db
POSTGRESQL = connection.vendor == "postgresql"
# Seconds, after which a test that hangs fails.
PATIENCE_SECONDS = 30


class Second:
    """A second `prepare` in a thread of its own, and what it says."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.waits, self.works = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self.prepare)

    def prepare(self) -> None:
        with prepare_lock(self.say):
            self.works.set()

    def say(self, words: str) -> None:
        self.said.append(words)
        self.waits.set()


def prepare_twice(settings: Settings, first: Path, second: Path) -> list[str]:
    """Return what the second `prepare` says that comes while the first one works."""
    for folder in (first, second):
        folder.mkdir(exist_ok=True)
    settings.DATA_DIR = first
    other = Second()
    with prepare_lock(pytest.fail):
        settings.DATA_DIR = second
        other.thread.start()
        assert other.waits.wait(PATIENCE_SECONDS)
        assert not other.works.is_set()
    assert other.works.wait(PATIENCE_SECONDS)
    other.thread.join()
    return other.said


def test_second_prepare_of_a_data_folder_waits_in_words(settings: Settings, tmp_path: Path) -> None:
    said = prepare_twice(settings, tmp_path, tmp_path)
    assert said == [f"Another `prepare` works in {tmp_path}: waiting until it ends."]


@pytest.mark.skipif(not POSTGRESQL, reason="the lock is PostgreSQL's")
def test_second_prepare_of_a_database_waits_in_words(settings: Settings, tmp_path: Path) -> None:
    said = prepare_twice(settings, tmp_path / "one", tmp_path / "another")
    assert said == ["Another `prepare` works on this database: waiting until it ends."]


@pytest.mark.skipif(not POSTGRESQL, reason="an SQLite database is a file")
def test_database_that_does_not_answer_is_named(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA_DIR = tmp_path
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")
    with (
        pytest.raises(CommandError, match="The database does not answer"),
        prepare_lock(pytest.fail),
    ):
        pass
