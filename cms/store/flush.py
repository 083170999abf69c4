"""From marks to entries: the one way anything gets into the store.

`publishing()` is a transaction that has the pages and the store to itself and whose last act is a
flush; the back office, commands and tasks use it. A change made outside of one (in a shell, in a
script) is flushed right after its commit. What is too wide for that, or was left by a crash,
waits as marks for the worker (`drain`).
"""

import logging
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from cms.content import dependency_keys, snapshots
from cms.store import writer
from cms.store.build_version import is_of_another_site
from cms.store.invalidation import Touched, affected, merge
from cms.store.lock import locked
from cms.store.models import Mark, Sequence
from cms.store.projection import Projection, project, read_ahead

logger = logging.getLogger(__name__)

# How many groups a request projects itself; the rest follows in the background.
REQUEST_LIMIT = 20
# How many the worker projects at a time, while others wait for the lock.
BATCH = 50
# How many marks are written by one statement.
ROWS = 100
# How long a group that could not be projected rests.
RETRY = timedelta(minutes=1)
FAILED = Q(key__startswith=dependency_keys.FAILED)

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


def flush_named() -> None:
    """Project everything that is marked by name, however much, and leave a change of everything
    (`keys.ALL`) for later: for what may not be public a moment longer.

    Called within `publishing`.
    """
    with locked() as sequence:
        marks = list(Mark.objects.filter(due=None).exclude(key=dependency_keys.ALL))
        if marks and not is_of_another_site(sequence):
            _flush(sequence, marks, sys.maxsize)


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
    return Mark.objects.filter(due__isnull=False).exclude(FAILED).count()


def failed_groups(since: datetime | None = None) -> list[str]:
    """Return the groups that could not be projected, the first first; or the last time, since then.

    One query.
    """
    failed = Mark.objects.filter(FAILED).order_by("pk")
    if since:
        failed = failed.filter(due__gte=since + RETRY)
    return [
        key.removeprefix(dependency_keys.FAILED) for key in failed.values_list("key", flat=True)
    ]


def has_failed(group: str) -> bool:
    """Return whether a group could not be projected. One query."""
    return Mark.objects.filter(key=dependency_keys.failed(group)).exists()


def _due() -> QuerySet[Mark]:
    return Mark.objects.filter(Q(due=None) | Q(due__lte=timezone.now()))


def _flush(sequence: Sequence, marks: list[Mark], limit: int) -> int:
    """Project the groups that `marks` touch, and those that these changes touch in turn.

    Returns how many were projected, at least one for a mark that touches nothing.
    """
    left = affected(mark.key.removeprefix(dependency_keys.FAILED) for mark in marks)
    done: list[str] = []
    whole: list[str] = []
    failed: list[str] = []
    with snapshots.taken():
        while left and len(done) < limit:
            now = {group: left.pop(group) for group in list(left)[: limit - len(done)]}
            done += now
            whole += [group for group, locales in now.items() if locales is None]
            projections = _projections(now)
            failed += now.keys() - {made.group for made in projections}
            merge(left, affected(writer.write(sequence, projections)))
    sequence.save()
    # A group that failed before and was taken up now, for whatever reason, fails no more or again.
    taken_up = Q(pk__in=[mark.pk for mark in marks]) | Q(key__in=map(dependency_keys.failed, whole))
    Mark.objects.filter(taken_up).delete()
    _defer(_names(left), timezone.now())
    _defer(map(dependency_keys.failed, dict.fromkeys(failed)), timezone.now() + RETRY)
    return max(len(done), 1)


def _names(left: Touched) -> Iterator[str]:
    for group, locales in left.items():
        if locales is None:
            yield group
        else:
            yield from (dependency_keys.in_language(group, locale) for locale in sorted(locales))


def _defer(names: Iterable[str], due: datetime) -> None:
    """Leave these keys to the worker, a few rows at a time: there may be very many."""
    Mark.objects.bulk_create((Mark(key=name, due=due) for name in names), batch_size=ROWS)


def _projections(groups: Touched) -> list[Projection]:
    """Project the groups; one that cannot be is left out, so that it holds up nobody."""
    try:
        with transaction.atomic():
            read_ahead(groups)
            return [project(group, locales) for group, locales in groups.items()]
    except Exception:
        # Once more, one after the other: what is wrong with one of them is logged there.
        return list(_one_by_one(groups))


def _one_by_one(groups: Touched) -> Iterator[Projection]:
    for group, locales in groups.items():
        try:
            with transaction.atomic():
                made = project(group, locales)
        except Exception:
            logger.exception("%s could not be projected; it is tried again.", group)
        else:
            yield made
