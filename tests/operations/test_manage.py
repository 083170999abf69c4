"""manage.py: what it says where it cannot begin."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.once

NOBODY = "postgres://postgres@127.0.0.1:1/nothing"


def refusal(**environment: str) -> str:
    """What is said of a command that fails."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "manage.py", "translation_status"],
        cwd=settings.ROOT,
        env={**inherited, **environment},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.mark.parametrize(
    ("database", "told"), [("", "no such table"), (NOBODY, "connection failed")]
)
def test_a_database_that_is_not_there_is_not_named(
    tmp_path: Path, database: str, told: str
) -> None:
    said = refusal(DATA_DIR=str(tmp_path), **({"DATABASE_URL": database} if database else {}))
    assert told in said
    assert "DATA_DIR and DATABASE_URL say which" in said


def test_a_folder_that_cannot_be_used_is_not_named(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    assert f"'{file}" in refusal(DATA_DIR=str(file))


@pytest.mark.parametrize("languages", ["klingon", "bg,zh-cn", " , "])
def test_a_language_that_cannot_be_used_is_not_named(tmp_path: Path, languages: str) -> None:
    said = refusal(DATA_DIR=str(tmp_path), LANGUAGES=languages)
    assert "LANGUAGES" in said
    assert languages.split(",")[-1].strip() in said
