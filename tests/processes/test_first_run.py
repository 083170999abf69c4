"""The first run of a fresh clone: `make run` on a copy of this checkout that has nothing but what
git keeps, so no compiled catalogue and no data. It takes a minute or more."""

import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from bs4 import BeautifulSoup
from django.conf import settings

from tests.ports import free_port

pytestmark = pytest.mark.once
# Seconds, on a busy machine: until the site answers, and until all processes have ended.
STARTING_SECONDS, STOPPING_SECONDS = 900, 60
CYRILLIC, LATIN = re.compile("[а-яА-Я]"), re.compile("[a-zA-Z]")
# What is written in Latin letters in Bulgarian, and in Bulgarian on an English page: names.
LATIN_NAMES = {"English", "RSS", "ATOM", "JSON", "OPML"}
CYRILLIC_NAMES = {"Български"}
SAY_HELLO = "from django.utils.translation import gettext, override\n" + (
    "with override('bg'): print(gettext('Industry'))"
)


@dataclass(frozen=True)
class Clone:
    """A copy of the checkout, and the environment of its processes."""

    folder: Path
    environment: dict[str, str]

    def run(self, *command: str) -> str:
        """Return what a command of Python prints that runs in the clone."""
        done = subprocess.run(
            [sys.executable, *command],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            encoding="utf-8",
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def make_clone(folder: Path) -> Clone:
    """Copy what git keeps of this checkout, with a `.venv` of the packages the tests have."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=settings.ROOT,
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stdout
    for name in filter(None, listed.split("\0")):
        source, target = Path(settings.ROOT, name), folder / "clone" / name
        # Deleted and not committed yet, or a test, which no run needs.
        if source.is_file() and not name.startswith("tests/"):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    python = folder / "clone" / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    for mark in ("made", "base.installed"):
        python.parent.with_name(mark).touch()
    environment = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(folder / "data"),
        "PORT": str(free_port()),
    }
    return Clone(folder / "clone", environment)


@pytest.mark.parametrize(
    "command",
    [
        ("-c", f"import cms.wsgi\n{SAY_HELLO}"),
        ("manage.py", "shell", "--verbosity", "0", "--command", SAY_HELLO),
    ],
    ids=["wsgi", "manage.py"],
)
def test_texts_are_in_bulgarian_however_the_first_process_starts(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    clone = make_clone(tmp_path)
    assert not list(clone.folder.rglob("*.mo"))
    assert clone.run(*command).strip() == "Индустрия"


@contextmanager
def running(clone: Clone) -> Iterator[str]:
    """Run the clone by `make run` until its site answers; yield what it has said until then."""
    log = clone.folder / "log"
    with (
        log.open("w") as told,
        subprocess.Popen(
            ["make", "run"],
            cwd=clone.folder,
            env=clone.environment,
            stdout=told,
            stderr=told,
            start_new_session=True,
        ) as process,
    ):
        try:
            wait_for(f"http://localhost:{clone.environment['PORT']}/health/ready", process, log)
            yield log.read_text()
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(STOPPING_SECONDS)


def wait_for(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Ask until the server is ready; fail when the run ends or takes too long."""
    deadline = monotonic() + STARTING_SECONDS
    while monotonic() < deadline:
        try:
            urlopen(url, timeout=STOPPING_SECONDS).close()
            return
        except URLError:
            try:
                process.wait(0.5)
            except subprocess.TimeoutExpired:
                continue
            pytest.fail(f"`make run` has ended:\n{log.read_text()}")
    pytest.fail(f"not ready within {STARTING_SECONDS} s:\n{log.read_text()}")


def api(clone: Clone, path: str) -> Any:
    with urlopen(f"http://localhost:{clone.environment['PORT']}/api/v1/{path}") as answer:
        return json.load(answer)


def foreign_texts(clone: Clone, path: str, locale: str) -> set[str]:
    """Return the texts of a page that are written in the letters of the other language."""
    with urlopen(f"http://localhost:{clone.environment['PORT']}{path}") as answer:
        page = BeautifulSoup(answer.read(), "html.parser")
    assert page.html is not None
    assert page.html["lang"] == locale
    assert page.body is not None
    found = {text.strip() for text in page.body.stripped_strings}
    if locale == "en":
        return {text for text in found if CYRILLIC.search(text)} - CYRILLIC_NAMES
    return {
        text for text in found if LATIN.search(text) and not CYRILLIC.search(text)
    } - LATIN_NAMES


def test_first_run_of_a_fresh_clone_is_right(tmp_path: Path) -> None:
    clone = make_clone(tmp_path)
    with running(clone) as said:
        assert "This is the first run here." in said
        assert re.search(r"migration \d+ of \d+", said)
        assert "equals the pages" in clone.run("manage.py", "sync_store", "--check")
        count = 0
        for locale in ("bg", "en"):
            pages = api(clone, f"pages/?locale={locale}&limit=100")["results"]
            count += len(pages)
            for page in pages:
                assert foreign_texts(clone, page["path"], locale) == set(), page["path"]
        assert count == 62
    data = tmp_path / "data"
    assert {stat.S_IMODE(file.stat().st_mode) for file in data.glob("db.sqlite3")} == {0o600}
    for folder in ("media", "static"):
        for file in (data / folder).rglob("*"):
            assert file.stat().st_mode & 0o044 == 0o044, file
