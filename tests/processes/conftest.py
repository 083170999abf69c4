"""A database for each test that many processes may use at once, with real commits."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from pytest_django import DjangoDbBlocker

# Seconds a stage may take, however busy the machine is: in `make test` and with PROVE.
PATIENCE, LONG_PATIENCE = 600, 3600

Play = Callable[..., Any]
Report = Callable[[str, Any], None]
_numbers = count()


@pytest.fixture(scope="session")
def template(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: Any
) -> Iterator[str]:
    """A copy of the test database as it is before any test; return its address."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            file = tmp_path_factory.mktemp("template") / "db.sqlite3"
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(file)])
            connection.close()
            yield f"sqlite:///{file}"
            return
        name = connection.settings_dict["NAME"]
        connection.close()
        with copied(name, f"{name}_template") as address:
            yield address


@pytest.fixture
def database(template: str, tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The address of a database for this test alone, without content."""
    if template.startswith("sqlite"):
        file = tmp_path / "db.sqlite3"
        shutil.copy(urlsplit(template).path, file)
        yield f"sqlite:///{file}"
        return
    name = urlsplit(template).path[1:]
    with django_db_blocker.unblock(), copied(name, f"{name}_{next(_numbers)}") as address:
        yield address


@contextmanager
def copied(name: str, copy: str) -> Iterator[str]:
    """Copy a PostgreSQL database to which nobody is connected; drop the copy afterwards."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{name}"')
    try:
        yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{copy}").geturl()
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{copy}" WITH (FORCE)')


@pytest.fixture
def environment(database: str, tmp_path: Path) -> dict[str, str]:
    """Of a process that plays on this test's database."""
    files = tmp_path / "files"
    files.mkdir()
    return {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "tests.processes.settings",
        "DATABASE_URL": database,
        "TMPDIR": str(files),
    }


@pytest.fixture
def play(environment: dict[str, str]) -> Play:
    """Play a module of this folder in a process of its own; return what it tells.

    It may start more processes: those that it has not ended when it ends itself, or takes too
    long, are killed with it.
    """

    def play(module: str, **arguments: Any) -> Any:
        patience = LONG_PATIENCE if "PROVE" in os.environ else PATIENCE
        command = [sys.executable, "-m", "tests.processes.actor", f"tests.processes.{module}"]
        with subprocess.Popen(
            [*command, json.dumps(arguments)],
            env=environment,
            cwd=settings.ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        ) as stage:
            try:
                told, complaints = stage.communicate(timeout=patience)
            finally:
                end_group(stage.pid)
        assert stage.returncode == 0, complaints
        return json.loads(told)

    return play


def end_group(leader: int) -> None:
    """Kill whatever is left of the processes that one of ours has started."""
    try:
        os.killpg(leader, 9)
    except ProcessLookupError:
        return


@pytest.fixture
def report(record_property: Callable[[str, object], None], capsys: Any) -> Report:
    """Show the figures of a long run."""

    def report(what: str, figures: Any) -> None:
        record_property(what, figures)
        if "PROVE" in os.environ:
            with capsys.disabled():
                sys.stderr.write(f"\n{what}: {json.dumps(figures, ensure_ascii=False)}\n")

    return report
