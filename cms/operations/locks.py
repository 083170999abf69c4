"""One `manage.py prepare` at a time: a second one waits, and then finds nothing to do."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.db import OperationalError, connection

# The number of PostgreSQL's lock; cms.store.lock has 1.
PREPARE_LOCK_ID = 2

Say = Callable[[str], None]


@contextmanager
def prepare_lock(say: Say) -> Iterator[None]:
    """Have the data folder and the database to ourselves; `say` hears of whom we wait for."""
    with ExitStack() as held:
        held.enter_context(_lock_folder(settings.DATA_DIR / "prepare.lock", say))
        if connection.vendor == "postgresql":
            # Another machine, with a folder of its own, may prepare the same database.
            held.enter_context(_lock_database(say))
        yield


@contextmanager
def _lock_folder(file: Path, say: Say) -> Iterator[None]:
    """Hold the lock of a file, which the system takes from a process that dies."""
    with open(file, "a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"Another `prepare` works in {file.parent}: waiting until it ends.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _lock_database(say: Say) -> Iterator[None]:
    """Hold PostgreSQL's lock in a transaction of a connection of its own, as long as we prepare.

    It is no lock of a session, which a pool of connections would keep for the next one.
    Raises CommandError when the database does not answer.
    """
    own = connection.copy()
    try:
        own.ensure_connection()
    except OperationalError as error:
        raise CommandError(f"The database does not answer: {error}") from error
    try:
        own.set_autocommit(False)
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [PREPARE_LOCK_ID])
            if not cursor.fetchone()[0]:
                say("Another `prepare` works on this database: waiting until it ends.")
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PREPARE_LOCK_ID])
        yield
    finally:
        own.close()
