"""The database and the secret key are their owner's alone."""

import os
import stat
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest
from django.conf import settings

from cms.settings.private_files import read_secret_key

pytestmark = pytest.mark.once

FILES = ["db.sqlite3", "db.sqlite3-wal", "db.sqlite3-shm", "secret_key"]


def start(folder: Path) -> None:
    """Start a command that opens the database of a data folder, under a usual umask."""
    subprocess.run(
        [sys.executable, "manage.py", "showmigrations", "sessions"],
        cwd=settings.ROOT,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(folder)},
        check=True,
        capture_output=True,
        umask=0o022,
    )


def modes(folder: Path) -> set[int]:
    return {
        stat.S_IMODE((folder / name).stat().st_mode) for name in FILES if (folder / name).exists()
    }


def test_new_database_and_key_are_private(tmp_path: Path) -> None:
    start(tmp_path / "data")
    assert modes(tmp_path / "data") == {0o600}
    assert (tmp_path / "data" / "db.sqlite3").exists()


def test_open_files_of_an_earlier_version_are_closed_at_the_next_start(tmp_path: Path) -> None:
    for name in FILES:
        (tmp_path / name).write_text("")
        (tmp_path / name).chmod(0o644)
    (tmp_path / "secret_key").write_text("a key")
    start(tmp_path)
    assert modes(tmp_path) == {0o600}
    assert (tmp_path / "secret_key").read_text() == "a key"


def test_processes_that_start_at_once_share_one_key(tmp_path: Path) -> None:
    found: list[str] = []
    threads = [Thread(target=lambda: found.append(read_secret_key(tmp_path))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 20
    assert len(set(found)) == 1
    assert len(found[0]) == 50


@pytest.mark.parametrize("name", ["FILE_UPLOAD_PERMISSIONS", "FILE_UPLOAD_DIRECTORY_PERMISSIONS"])
def test_uploads_are_readable_by_a_proxys_group(name: str) -> None:
    assert getattr(settings, name) & 0o044 == 0o044
