"""Build the fixtures of the present version: `python -m tests.upgrade.build`.

An installation is made on SQLite, another on PostgreSQL (at TEST_DATABASE_URL): each is
prepared as an operator would, filled, packed, and upgraded to the same version to record what it
answers and does.
"""

import os
import re
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.upgrade import answers, fixtures, observing
from tests.upgrade.installation import ENVIRONMENT, ROOT, Installation

POSTGRESQL = "postgres://postgres@127.0.0.1:5432/postgres"
SETTINGS = {"DJANGO_SETTINGS_MODULE": "cms.settings.production"}
LARGEST_FIXTURE_BYTES = 1_000_000


def main() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    server = os.environ.get("TEST_DATABASE_URL", POSTGRESQL)
    for vendor in sys.argv[1:] or ["sqlite", "postgresql"]:
        build(vendor, fixtures.HERE / version / vendor, server)


def build(vendor: str, folder: Path, server: str) -> None:
    """Build one version's fixture for one database."""
    if folder.exists():
        raise SystemExit(f"{folder.parent.name} has its fixture: earlier ones stay as they are.")
    _say(f"{vendor}: preparing")
    with (
        TemporaryDirectory(prefix="cms-upgrade-") as place,
        _database(vendor, Path(place), server) as address,
    ):
        installation = Installation(Path(place), address, ENVIRONMENT)
        _require(installation.manage("prepare"))
        _say(f"{vendor}: filling")
        _require(installation.run("-m", "tests.upgrade.filling", **SETTINGS))
        _remove_former_pictures(installation)
        fixtures.pack(installation, folder)
        _require_no_machine_s_path(installation, folder)
    record(folder, server)


def record(folder: Path, server: str) -> None:
    """Keep beside a fixture what its version answers and does, if it is the same twice."""
    vendor = folder.name
    _say(f"{vendor}: recording")
    first = _observed(folder, server, None)
    _say(f"{vendor}: comparing with a second time")
    second = _observed(folder, server, first.recorded)
    changing = answers.differences(first.answers, second.answers)
    changing += observing.untold(first.told, second.told)
    if changing:
        raise SystemExit("\n".join(changing))
    fixtures.keep_expected(folder, {"environment": ENVIRONMENT, **first.recorded})
    size = sum(file.stat().st_size for file in folder.iterdir())
    _say(f"{vendor}: {size} bytes, {len(first.answers)} answers")
    if size > LARGEST_FIXTURE_BYTES:
        raise SystemExit(f"The fixture is larger than {LARGEST_FIXTURE_BYTES} bytes.")


def _observed(folder: Path, server: str, recorded: Any) -> observing.Observed:
    with (
        TemporaryDirectory(prefix="cms-upgrade-") as place,
        fixtures.unpacked(folder, Path(place), ENVIRONMENT, server) as installation,
    ):
        observed = observing.observe(installation, recorded)
    for result in (observed.first, observed.second, observed.worker, *observed.checks.values()):
        _require(result)
    return observed


@contextmanager
def _database(vendor: str, place: Path, server: str) -> Iterator[str]:
    if vendor == "sqlite":
        yield f"sqlite:///{place / 'db.sqlite3'}"
        return
    with fixtures.scratch_database(server) as address:
        yield address


def _require(result: Any) -> None:
    if result.code:
        raise SystemExit(result.output)


def _remove_former_pictures(installation: Installation) -> None:
    """Leave out the large sizes of the pictures that `prepare` has drawn: they have new files, and
    the entries name these."""
    for file in (installation.folder / "media" / "images").rglob("*"):
        if file.is_file() and file.stat().st_size > 10_000:
            file.unlink()


def _require_no_machine_s_path(installation: Installation, folder: Path) -> None:
    """A fixture must say nothing of the machine it was built on."""
    said = re.compile("|".join(re.escape(str(each)) for each in (
        ROOT, installation.folder, Path.home()
    )).encode())  # fmt: skip
    for file in folder.iterdir():
        if found := said.search(fixtures._read(file)):
            raise SystemExit(f"{file.name} holds {found[0]!r}")


def _say(what: str) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
