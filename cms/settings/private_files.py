"""Files of the data folder that only their owner may read: the database and the secret key.

The folder itself stays open, since a proxy may serve the pictures and static files in it.
"""

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.management.utils import get_random_secret_key

# Read and write for the owner, nothing for anybody else.
PRIVATE = 0o600
# What SQLite keeps beside a database, with the mode of the database when it makes them.
DATABASE_SUFFIXES = ("", "-wal", "-shm", "-journal")


def read_secret_key(folder: Path) -> str:
    """Return the key in `folder/secret_key`, making it (readable by its owner only) if needed.

    Raises OSError when the folder cannot be written.
    """
    file = folder / "secret_key"
    folder.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        _make(file)
    protect([file])
    return file.read_text()


def protect_database(database: dict[str, Any]) -> None:
    """Make an SQLite database in a file private before anything is in it, or mend its mode."""
    file = Path(str(database["NAME"]))
    # An empty file is an empty database. In memory, or in a folder that is not there: nothing.
    if database["ENGINE"] != "django.db.backends.sqlite3" or not file.is_absolute():
        return
    with suppress(OSError):
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, PRIVATE))
    protect(file.with_name(file.name + ending) for ending in DATABASE_SUFFIXES)


def protect(files: Iterable[Path]) -> None:
    """Take what others may do with these files; what is not there or not ours stays as it is."""
    for file in files:
        with suppress(OSError):
            if stat.S_IMODE(file.stat().st_mode) & ~PRIVATE:
                file.chmod(PRIVATE)


def _make(file: Path) -> None:
    """Write a new key aside, and give it the name at once: no other process reads half of it.

    Of several that start at the same time, the first one's key is everybody's.
    """
    with NamedTemporaryFile("w", dir=file.parent, prefix="secret_key.") as draft:
        draft.write(get_random_secret_key())
        draft.flush()
        with suppress(FileExistsError):
            os.link(draft.name, file)
