"""`make test` needs its services where the whole of a version is checked."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

NOWHERE = {
    "TEST_DATABASE_URL": "postgres://postgres@127.0.0.1:1/nothing",
    "TEST_REDIS_URL": "redis://127.0.0.1:1",
}


def looked_for(**environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "tests.services"],
        cwd=settings.ROOT,
        env={"PATH": os.environ["PATH"], **NOWHERE, **environment},
        capture_output=True,
        encoding="utf-8",
    )


def test_missing_services_are_named_and_no_error_on_a_developers_machine() -> None:
    done = looked_for()
    assert done.returncode == 0
    assert "Not found here: PostgreSQL, Redis" in done.stdout


@pytest.mark.parametrize("ci", ["true", "1"])
def test_missing_services_are_an_error_with_ci(ci: str) -> None:
    done = looked_for(CI=ci)
    assert done.returncode == 1
    assert "PostgreSQL, Redis" in done.stderr
    assert "Traceback" not in done.stderr
