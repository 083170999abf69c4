"""The one lock: whoever changes pages, or the store, has both to themselves."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from django.db import connection, transaction

from cms.store.models import Sequence

# The number of PostgreSQL's lock: the product has no other of the kind.
ADVISORY_LOCK_ID = 1
# Whether it is our turn already: what is done after a commit is done before the next one's.
_holds_lock: ContextVar[bool] = ContextVar("it is our turn", default=False)


@contextmanager
def store_lock() -> Iterator[Sequence]:
    """A transaction that takes the lock, the row of the sequence, before anything else."""
    with _wait_for_file_lock(), transaction.atomic():
        if connection.vendor == "postgresql":
            # Handed on in turn, as the lock of a row that changes is not.
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADVISORY_LOCK_ID])
        yield Sequence.lock()


@contextmanager
def _wait_for_file_lock() -> Iterator[None]:
    """Wait for one's turn on SQLite.

    Who waits for SQLite's write lock only asks again now and then, ever less often, so newcomers
    go first and some wait for many seconds. Here they wait for the lock of a file beside the
    database, which the system hands to whoever has waited longest, and takes from the dead.
    """
    name = str(connection.settings_dict["NAME"])
    own_file = connection.vendor == "sqlite" and Path(name).is_absolute()
    if _holds_lock.get() or connection.in_atomic_block or not own_file:
        yield
        return
    with open(f"{name}-line", "a") as line:
        fcntl.flock(line, fcntl.LOCK_EX)
        token = _holds_lock.set(True)
        try:
            yield
        finally:
            _holds_lock.reset(token)
