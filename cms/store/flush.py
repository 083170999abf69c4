"""From marks to entries: the one way anything gets into the store.

`publishing()` is a transaction whose last act is a flush; the back office, commands and tasks use
it. A change made outside of one (in a shell, in a script) is flushed right after its commit. What
is too wide for that, or was left by a crash, waits as marks for the worker (`drain`).
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

from cms.store import writing
from cms.store.affected import affected
from cms.store.models import Mark, Sequence
from cms.store.projection import project

logger = logging.getLogger(__name__)

# How many groups a request projects itself; the rest follows in the background.
REQUEST_LIMIT = 50
# How many the worker projects in one transaction.
BATCH = 100

# Whether a `publishing()` around us will flush, or a flush after the commit is already arranged.
_arranged: ContextVar[bool] = ContextVar("a flush is arranged", default=False)


def mark(key: str) -> None:
    """Note, in the transaction of the change, that what `key` names has changed."""
    with transaction.atomic():
        Mark.objects.create(key=key)
        if not _arranged.get():
            transaction.on_commit(flush, robust=True)


@contextmanager
def publishing() -> Iterator[None]:
    """A transaction that leaves the store right: flushed as the last thing before its commit."""
    with transaction.atomic():
        token = _arranged.set(True)
        try:
            yield
            flush()
        finally:
            # Before the commit: what is done after it (wagtail-localize publishes there) is a
            # change of its own, with a flush of its own.
            _arranged.reset(token)


def flush() -> int:
    """Project what is marked, up to the limit of a request; defer the rest. Return how many."""
    if not Mark.objects.filter(deferred=False).exists():
        return 0
    with transaction.atomic():
        sequence = Sequence.lock()
        return _flush(sequence, list(Mark.objects.filter(deferred=False)), REQUEST_LIMIT)


def drain() -> int:
    """Project one batch of whatever waits, deferred or left behind; return how many."""
    if not Mark.objects.exists():
        return 0
    with transaction.atomic():
        sequence = Sequence.lock()
        return _flush(sequence, list(Mark.objects.order_by("pk")[:BATCH]), BATCH)


def waiting() -> int:
    """How much is left to the worker. One query."""
    return Mark.objects.filter(deferred=True).count()


def _flush(sequence: Sequence, marks: list[Mark], limit: int) -> int:
    """Project the groups that `marks` touch, and those that these changes touch in turn.

    Returns how many were projected, at least one for a mark that touches nothing.
    """
    waiting = affected(mark.key for mark in marks)
    done = 0
    while waiting and done < limit:
        now, waiting = waiting[: limit - done], waiting[limit - done :]
        done += len(now)
        touched = affected(writing.write(sequence, map(project, now)))
        waiting += [group for group in touched if group not in waiting]
    sequence.save()
    Mark.objects.filter(pk__in=[mark.pk for mark in marks]).delete()
    Mark.objects.bulk_create(Mark(key=group, deferred=True) for group in waiting)
    return max(done, 1)
