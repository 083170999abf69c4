"""Files of the data folder that only their owner may read: the database and the secret key.

The folder itself stays open, since a proxy may serve the pictures and static files in it.
"""

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

# Read and write for the owner, nothing for anybody else.
PRIVATE = 0o600
# What SQLite keeps beside a database, with the mode of the database when it makes them.
COMPANIONS = ("", "-wal", "-shm", "-journal")


def protect_database(database: dict[str, Any]) -> None:
    """Make an SQLite database in a file private before anything is in it, or mend its mode."""
    file = Path(str(database["NAME"]))
    # An empty file is an empty database. In memory, or in a folder that is not there: nothing.
    if database["ENGINE"] != "django.db.backends.sqlite3" or not file.is_absolute():
        return
    with suppress(OSError):
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, PRIVATE))
    protect(file.with_name(file.name + ending) for ending in COMPANIONS)


def protect(files: Iterable[Path]) -> None:
    """Take what others may do with these files; what is not there or not ours stays as it is."""
    for file in files:
        with suppress(OSError):
            if stat.S_IMODE(file.stat().st_mode) & ~PRIVATE:
                file.chmod(PRIVATE)
