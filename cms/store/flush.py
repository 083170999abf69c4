"""From pending changes to entries: the one way anything gets into the store.

`publish_transaction()` is a transaction that has the pages and the store to itself and whose last
act is a flush; the back office, commands and tasks use it. A change made outside of one (in a
shell, in a script) is flushed right after its commit. What is too wide for that, or was left by a
crash, waits as pending changes for the worker (`drain`).
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
from cms.store.invalidation import AffectedGroups, find_affected, merge_groups
from cms.store.lock import store_lock
from cms.store.models import PendingChange, Sequence
from cms.store.projection import Projection, prefetch, project

logger = logging.getLogger(__name__)

# How many groups a request projects itself; the rest follows in the background.
REQUEST_LIMIT_GROUPS = 20
# How many the worker projects at a time, while others wait for the lock.
BATCH_SIZE = 50
# How many pending changes are written by one statement.
INSERT_BATCH_SIZE = 100
# How long a group that could not be projected rests.
RETRY_DELAY = timedelta(minutes=1)
FAILED = Q(key__startswith=dependency_keys.FAILED)

# Whether a `publish_transaction()` around us will flush, or a flush after the commit is already
# arranged.
_flush_arranged: ContextVar[bool] = ContextVar("a flush is arranged", default=False)


def mark_changed(key: str) -> None:
    """Note, in the transaction of the change, that what `key` names has changed."""
    with transaction.atomic():
        PendingChange.objects.create(key=key)
        if not _flush_arranged.get():
            transaction.on_commit(flush, robust=True)


@contextmanager
def publish_transaction() -> Iterator[None]:
    """A transaction that leaves the store right: flushed as the last thing before its commit.

    The lock comes first, so that changes are made one after the other, on PostgreSQL as on
    SQLite: what was found at the start (nobody saved this page meanwhile, this place in the tree
    is free) still holds at the end.
    """
    with store_lock():
        token = _flush_arranged.set(True)
        try:
            yield
            flush()
        finally:
            # Before the commit: what is done after it (wagtail-localize publishes there) is a
            # change of its own, with a flush of its own.
            _flush_arranged.reset(token)


def flush() -> None:
    """Project the pending changes, up to the limit of a request; defer the rest."""
    if not PendingChange.objects.filter(due_at=None).exists():
        return
    with store_lock() as sequence:
        if is_of_another_site(sequence):
            # The changes stay for the installation's own processes.
            return
        _flush(sequence, list(PendingChange.objects.filter(due_at=None)), REQUEST_LIMIT_GROUPS)


def flush_named() -> None:
    """Project every pending change that names its group, however much, and leave a change of
    everything (`dependency_keys.ALL`) for later: for what may not be public a moment longer.

    Called within `publish_transaction`.
    """
    with store_lock() as sequence:
        changes = list(PendingChange.objects.filter(due_at=None).exclude(key=dependency_keys.ALL))
        if changes and not is_of_another_site(sequence):
            _flush(sequence, changes, sys.maxsize)


def drain() -> int:
    """Project one batch of whatever waits, deferred or left behind; return how many."""
    if not _query_due().exists():
        return 0
    with store_lock() as sequence:
        if is_of_another_site(sequence):
            return 0
        return _flush(sequence, list(_query_due().order_by("pk")[:BATCH_SIZE]), BATCH_SIZE)


def count_deferred() -> int:
    """How much is left to the worker. One query."""
    return PendingChange.objects.filter(due_at__isnull=False).exclude(FAILED).count()


def list_failed_groups(since: datetime | None = None) -> list[str]:
    """Return the groups that could not be projected, the first first; or the last time, since then.

    One query.
    """
    failed = PendingChange.objects.filter(FAILED).order_by("pk")
    if since:
        failed = failed.filter(due_at__gte=since + RETRY_DELAY)
    return [
        key.removeprefix(dependency_keys.FAILED) for key in failed.values_list("key", flat=True)
    ]


def has_failed(group: str) -> bool:
    """Return whether a group could not be projected. One query."""
    return PendingChange.objects.filter(key=dependency_keys.failed(group)).exists()


def _query_due() -> QuerySet[PendingChange]:
    return PendingChange.objects.filter(Q(due_at=None) | Q(due_at__lte=timezone.now()))


def _flush(sequence: Sequence, changes: list[PendingChange], limit: int) -> int:
    """Project the groups that `changes` touch, and those that these changes touch in turn.

    Returns how many were projected, at least one for a change that touches nothing.
    """
    remaining = find_affected(change.key.removeprefix(dependency_keys.FAILED) for change in changes)
    done: list[str] = []
    in_all_languages: list[str] = []
    failed: list[str] = []
    with snapshots.use_snapshot():
        while remaining and len(done) < limit:
            batch = {group: remaining.pop(group) for group in list(remaining)[: limit - len(done)]}
            done += batch
            in_all_languages += [group for group, locales in batch.items() if locales is None]
            projections = _project_groups(batch)
            failed += batch.keys() - {made.group for made in projections}
            merge_groups(remaining, find_affected(writer.write_projections(sequence, projections)))
    sequence.save()
    # A group that failed before and was taken up now, for whatever reason, fails no more or again.
    taken_up = Q(pk__in=[change.pk for change in changes]) | Q(
        key__in=map(dependency_keys.failed, in_all_languages)
    )
    PendingChange.objects.filter(taken_up).delete()
    _defer(_list_keys(remaining), timezone.now())
    _defer(map(dependency_keys.failed, dict.fromkeys(failed)), timezone.now() + RETRY_DELAY)
    return max(len(done), 1)


def _list_keys(groups: AffectedGroups) -> Iterator[str]:
    for group, locales in groups.items():
        if locales is None:
            yield group
        else:
            yield from (dependency_keys.in_language(group, locale) for locale in sorted(locales))


def _defer(names: Iterable[str], due: datetime) -> None:
    """Leave these keys to the worker, a few rows at a time: there may be very many."""
    PendingChange.objects.bulk_create(
        (PendingChange(key=name, due_at=due) for name in names), batch_size=INSERT_BATCH_SIZE
    )


def _project_groups(groups: AffectedGroups) -> list[Projection]:
    """Project the groups; one that cannot be is left out, so that it holds up nobody."""
    try:
        with transaction.atomic():
            prefetch(groups)
            return [project(group, locales) for group, locales in groups.items()]
    except Exception:
        # Once more, one after the other: what is wrong with one of them is logged there.
        return list(_project_one_by_one(groups))


def _project_one_by_one(groups: AffectedGroups) -> Iterator[Projection]:
    for group, locales in groups.items():
        try:
            with transaction.atomic():
                made = project(group, locales)
        except Exception:
            logger.exception("%s could not be projected; it is tried again.", group)
        else:
            yield made
