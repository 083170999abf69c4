"""From marks to entries: the one way anything gets into the store.

`publishing()` is a transaction that has the pages and the store to itself and whose last act is a
flush; the back office, commands and tasks use it. A change made outside of one (in a shell, in a
script) is flushed right after its commit. What is too wide for that, or was left by a crash,
waits as marks for the worker (`drain`).
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from cms.store import writing
from cms.store.affected import affected
from cms.store.lock import locked
from cms.store.models import Mark, Sequence
from cms.store.projection import Projection, project
from cms.store.stamp import is_of_another_site

logger = logging.getLogger(__name__)

# How many groups a request projects itself; the rest follows in the background.
REQUEST_LIMIT = 20
# How many the worker projects at a time, while others wait for the lock.
BATCH = 50
# How many marks are written by one statement.
ROWS = 100
# How long a group that could not be projected rests.
RETRY = timedelta(minutes=1)

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
    """A transaction that leaves the store right: flushed as the last thing before its commit.

    The lock comes first, so that changes are made one after the other, on PostgreSQL as on
    SQLite: what was found at the start (nobody saved this page meanwhile, this place in the tree
    is free) still holds at the end.
    """
    with locked():
        token = _arranged.set(True)
        try:
            yield
            flush()
        finally:
            # Before the commit: what is done after it (wagtail-localize publishes there) is a
            # change of its own, with a flush of its own.
            _arranged.reset(token)


def flush() -> None:
    """Project what is marked, up to the limit of a request; defer the rest."""
    if not Mark.objects.filter(due=None).exists():
        return
    with locked() as sequence:
        if is_of_another_site(sequence):
            # The marks stay for the installation's own processes.
            return
        _flush(sequence, list(Mark.objects.filter(due=None)), REQUEST_LIMIT)


def drain() -> int:
    """Project one batch of whatever waits, deferred or left behind; return how many."""
    if not _due().exists():
        return 0
    with locked() as sequence:
        if is_of_another_site(sequence):
            return 0
        return _flush(sequence, list(_due().order_by("pk")[:BATCH]), BATCH)


def waiting() -> int:
    """How much is left to the worker. One query."""
    return Mark.objects.filter(due__isnull=False).count()


def _due() -> QuerySet[Mark]:
    return Mark.objects.filter(Q(due=None) | Q(due__lte=timezone.now()))


def _flush(sequence: Sequence, marks: list[Mark], limit: int) -> int:
    """Project the groups that `marks` touch, and those that these changes touch in turn.

    Returns how many were projected, at least one for a mark that touches nothing.
    """
    left = affected(mark.key for mark in marks)
    done = 0
    failed: list[str] = []
    while left and done < limit:
        now, left = left[: limit - done], left[limit - done :]
        done += len(now)
        projections = list(_projections(now))
        failed += [group for group in now if group not in {made.group for made in projections}]
        touched = affected(writing.write(sequence, projections))
        left += [group for group in touched if group not in left]
    sequence.save()
    Mark.objects.filter(pk__in=[mark.pk for mark in marks]).delete()
    _defer(left, timezone.now())
    _defer(failed, timezone.now() + RETRY)
    return max(done, 1)


def _defer(groups: list[str], due: datetime) -> None:
    """Leave the groups to the worker, a few rows at a time: there may be very many."""
    for start in range(0, len(groups), ROWS):
        some = groups[start : start + ROWS]
        Mark.objects.bulk_create(Mark(key=group, due=due) for group in some)


def _projections(groups: list[str]) -> Iterator[Projection]:
    """Project the groups; one that cannot be is left out, so that it holds up nobody."""
    for group in groups:
        try:
            with transaction.atomic():
                made = project(group)
        except Exception:
            logger.exception("%s could not be projected; it is tried again.", group)
        else:
            yield made
