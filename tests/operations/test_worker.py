"""manage.py worker: scheduled publishing and whatever the store has left to do."""

import os
import subprocess
import sys
import threading
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from time import monotonic

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from cms.operations.management.commands import worker
from cms.store import flush
from cms.store.models import Entry
from home.models import HomePage


def test_once_drains_until_nothing_is_left(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    batches = [100, 3, 0]
    monkeypatch.setattr(flush, "drain", lambda: batches.pop(0))
    call_command("worker", once=True)
    assert batches == []


@pytest.mark.usefixtures("no_sections")
def test_a_scheduled_page_becomes_public_when_its_time_has_come(db: None) -> None:
    home = HomePage.objects.get(locale__language_code="bg")
    home.save_revision(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    assert not Entry.objects.filter(path="/bg/").exists()
    call_command("worker", once=True)
    assert Entry.objects.get(path="/bg/").live


@pytest.mark.parametrize("failure", [OperationalError("gone"), ValueError("a mistake of ours")])
def test_a_failure_is_logged_and_the_work_goes_on(
    db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, failure: Exception
) -> None:
    end = threading.Event()
    failures = [failure]

    def drain() -> int:
        if failures:
            raise failures.pop()
        end.set()
        return 0

    monkeypatch.setattr(worker, "RETRY_DELAY_SECONDS", 0)
    monkeypatch.setattr(worker, "publish_scheduled", lambda: 0)
    monkeypatch.setattr(flush, "drain", drain)
    worker.run_worker(end)
    assert str(failure) in caplog.text


def test_a_failing_schedule_does_not_hold_up_the_store(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = threading.Event()

    def publish_scheduled() -> int:
        raise ValueError("a revision that cannot be published")

    monkeypatch.setattr(worker, "publish_scheduled", publish_scheduled)

    def drain() -> int:
        end.set()
        return 0

    monkeypatch.setattr(flush, "drain", drain)
    worker.run_worker(end)
    assert end.is_set()


def test_it_survives_a_database_without_tables_and_ends_on_sigterm(tmp_path: Path) -> None:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.production",
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}",
    }
    with subprocess.Popen(
        [sys.executable, "manage.py", "worker"],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        cwd=settings.ROOT,
    ) as process:
        assert process.stderr is not None
        first = process.stderr.readline()
        process.terminate()
        assert process.wait(10) == 0
    assert "database does not answer" in first


@pytest.mark.once
def test_changed_module_restarts_a_reloading_worker(tmp_path: Path) -> None:
    starts, module = tmp_path / "starts", tmp_path / "sitecustomize.py"
    starts.touch()
    # Python imports it at each start, so the reloader watches it.
    module.write_text(f"with open({str(starts)!r}, 'a') as file:\n    file.write('.')\n")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}",
        "PYTHONPATH": str(tmp_path),
    }
    # The reloader itself, the worker, and the worker again.
    expected_starts, deadline, modified = 3, monotonic() + 60, 0
    with subprocess.Popen(
        [sys.executable, "manage.py", "worker", "--reload"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=settings.ROOT,
    ) as process:
        while len(starts.read_text()) < expected_starts and monotonic() < deadline:
            modified += 1
            os.utime(module, (modified, modified))
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.2)
        process.terminate()
        assert process.wait(10) == 0
    assert len(starts.read_text()) >= expected_starts
