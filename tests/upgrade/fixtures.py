"""Fixtures: an installation packed into a few small files, and unpacked again.

    <version>/sqlite/        database.sqlite3.xz  media.tar.xz  expected.json.xz
    <version>/postgresql/    database.sql.xz      media.tar.xz  expected.json.xz

`expected.json` holds the environment, and what the version itself answered and did.
"""

import json
import lzma
import re
import sqlite3
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg

from tests.upgrade.installation import Installation

HERE = Path(__file__).parent
JSON = dict[str, Any]
VERSION = re.compile(r"[0-9]+(\.[0-9]+)*")
SQLITE, SQL, MEDIA, EXPECTED = (
    "database.sqlite3.xz", "database.sql.xz", "media.tar.xz", "expected.json.xz",
)  # fmt: skip


def versions(vendor: str) -> list[Path]:
    """Return the folder of each version's fixture for a database, the oldest version first."""
    found = [each for each in HERE.iterdir() if VERSION.fullmatch(each.name)]
    found.sort(key=lambda each: [int(part) for part in each.name.split(".")])
    return [each / vendor for each in found if (each / vendor).is_dir()]


def pack(installation: Installation, folder: Path) -> None:
    """Keep an installation's database and media in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    if installation.database.startswith("sqlite"):
        _write(folder / SQLITE, _sqlite_file(installation))
    else:
        _write(folder / SQL, _sql(installation.database).encode())
    archive = BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        for file in sorted((installation.folder / "media").rglob("*")):
            if file.is_file():
                about = tarfile.TarInfo(str(file.relative_to(installation.folder)))
                about.size, about.mode = file.stat().st_size, 0o644
                with file.open("rb") as content:
                    tar.addfile(about, content)
    _write(folder / MEDIA, archive.getvalue())


def keep_expected(folder: Path, expected: JSON) -> None:
    text = json.dumps(expected, ensure_ascii=False, sort_keys=True, indent=1)
    _write(folder / EXPECTED, text.encode())


def expected(folder: Path) -> JSON:
    return json.loads(lzma.decompress((folder / EXPECTED).read_bytes()))


@contextmanager
def unpacked(
    folder: Path, place: Path, environment: dict[str, str], server: str
) -> Iterator[Installation]:
    """Unpack a fixture into a place; a database on a server of PostgreSQL is dropped in the end."""
    with tarfile.open(fileobj=BytesIO(_read(folder / MEDIA))) as tar:
        tar.extractall(place, filter="data")
    if (folder / SQLITE).exists():
        file = place / "db.sqlite3"
        file.write_bytes(_read(folder / SQLITE))
        yield Installation(place, f"sqlite:///{file}", environment)
        return
    with scratch_database(server) as address:
        with psycopg.connect(address) as connection:
            connection.execute(_read(folder / SQL))
        yield Installation(place, address, environment)


@contextmanager
def scratch_database(server: str) -> Iterator[str]:
    """Make an empty database beside the one that an address names; drop it in the end."""
    name = f"test_upgrade_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE \"{name}\" ENCODING 'UTF8' TEMPLATE template0")
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _sqlite_file(installation: Installation) -> bytes:
    """Return a copy of the database that holds nothing of what was deleted."""
    copy = installation.folder / "copy.sqlite3"
    copy.unlink(missing_ok=True)
    with closing(sqlite3.connect(urlsplit(installation.database).path)) as connection:
        connection.execute("VACUUM INTO ?", [str(copy)])
    content = copy.read_bytes()
    copy.unlink()
    return content


def _sql(address: str) -> str:
    """Return the database as SQL that any client can execute: without commands of psql's own."""
    options = ["--no-owner", "--no-privileges", "--inserts", "--rows-per-insert=100"]
    done = subprocess.run(
        ["pg_dump", *options, address], stdout=subprocess.PIPE, encoding="utf-8", check=True
    )
    lines = [line for line in done.stdout.splitlines() if not line.startswith("\\")]
    # PostgreSQL 16 and older have no such setting.
    lines = [line for line in lines if not line.startswith("SET transaction_timeout")]
    return "\n".join(lines)


def _write(file: Path, content: bytes) -> None:
    file.write_bytes(lzma.compress(content, preset=9 | lzma.PRESET_EXTREME))


def _read(file: Path) -> bytes:
    return lzma.decompress(file.read_bytes())
