"""The one way in which rows of an outbox are sent: lease, exchange, record the outcome.

Leases and outcomes are written in short transactions, under the store's lock. No transaction is
open during an exchange. Whenever a process dies, each row is unleased, leased (and sent again once
the lease expires) or recorded, so nothing is lost.
"""

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.utils import timezone

from cms.outbox.models import OutboxItem
from cms.outbox.outage import UnreachableError
from cms.outbox.tasks import POLL_INTERVAL_SECONDS
from cms.store.lock import store_lock

Item = TypeVar("Item", bound=OutboxItem)
Message = TypeVar("Message")
Result = TypeVar("Result")

# Seconds after which the outcomes of a long batch so far are recorded.
RECORD_INTERVAL_SECONDS = 1
# When a message is tried again at which the connection broke. It may be the reason, so the others
# go first.
BROKEN_OFF_DELAY = timedelta(minutes=5)


@dataclass(frozen=True)
class Leased(Generic[Item, Message]):
    """A row as it was when it was leased, and what to send."""

    item: Item
    message: Message


@dataclass(frozen=True)
class Outcome(Generic[Item, Message, Result]):
    """What a leased row was sent and what was answered; both None where nothing was to be sent."""

    item: Item
    message: Message | None = None
    result: Result | None = None


class Outbox(ABC, Generic[Item, Message, Result]):
    """How the rows of one table are sent. Each kind of outgoing message declares one."""

    model: type[Item]
    # The columns that `record_outcome` may change besides those of OutboxItem.
    RECORDED: tuple[str, ...] = ()
    # How many rows are leased at once (None: all that `due` returns), and for how long. A lease is
    # longer than a batch of exchanges.
    BATCH_SIZE: int | None = 1
    LEASE = timedelta(minutes=5)
    # Seconds after which a batch begins no further exchange.
    BATCH_SECONDS = 60.0
    # In which outcomes are recorded.
    transaction: Callable[[], AbstractContextManager[Any]] = staticmethod(store_lock)

    @abstractmethod
    def due(self, in_flight: Collection[Item]) -> QuerySet[Item]:
        """Return the rows that may be sent now, in order. This process is sending `in_flight`."""

    def select(self, rows: list[Item]) -> list[Item]:
        """Return which of the first due rows are sent together."""
        return rows

    @abstractmethod
    def prepare(self, items: list[Item]) -> Iterable[Message | None]:
        """Return the message of each leased row. Called outside any transaction, to read only."""

    @contextmanager
    def connect(self) -> Iterator[Any]:
        """Yield a connection for all exchanges of a batch. May raise UnreachableError."""
        yield None

    @abstractmethod
    def exchange(self, message: Message, connection: Any) -> Result:
        """Send one message and return the result. Called outside any transaction, without SQL.

        Raises UnreachableError if the connection breaks off.
        """

    @abstractmethod
    def record_outcome(self, row: Item, outcome: Outcome[Item, Message, Result]) -> None:
        """Change the row, as it is in the database now, by an outcome; or delete it.

        Called in `transaction`, only while the row's lease is still the outcome's. The row may
        have been changed since, but for its lease. It is saved afterwards.
        """


class Loop(Generic[Item, Message, Result]):
    """Sends the due rows of an outbox: a batch each time it runs, one row after the other."""

    def __init__(self, outbox: Outbox[Item, Message, Result]) -> None:
        self.outbox = outbox
        self.in_flight: list[Item] = []

    def run(self) -> bool:
        """Send one batch of what is due; return whether there was any.

        Raises UnreachableError after recording what came before it. What the batch did not get to
        is due again; a row whose exchange raised another exception stays leased.
        """
        items = self.lease()
        was_busy = bool(items or self.in_flight)
        pending, outcomes = self.prepare(items)
        recorded_at = monotonic()
        try:
            for outcome in self.exchange(pending):
                outcomes.append(outcome)
                if monotonic() >= recorded_at + RECORD_INTERVAL_SECONDS:
                    self.record(outcomes)
                    outcomes, recorded_at = [], monotonic()
        finally:
            self.record(outcomes)
            self.release([leased.item for leased in pending])
        return was_busy

    def lease(self) -> list[Item]:
        """Lease the next batch. Takes the lock only if something is due."""
        due = self.outbox.due(self.in_flight)
        if not due.exists():
            return []
        with store_lock():
            items = self.outbox.select(list(due[: self.outbox.BATCH_SIZE]))
            until = timezone.now() + self.outbox.LEASE
            self._rows(items).update(leased_until=until)
        for item in items:
            item.leased_until = until
        return items

    def exchange(
        self, pending: deque[Leased[Item, Message]]
    ) -> Iterator[Outcome[Item, Message, Result]]:
        """Send what is pending, and remove it from there; yield the outcomes as they come."""
        if not pending:
            return
        end = monotonic() + self.outbox.BATCH_SECONDS
        with self.outbox.connect() as connection:
            while pending and monotonic() < end:
                leased = pending.popleft()
                try:
                    outcome = self._exchange(leased, connection)
                except UnreachableError:
                    self.release([leased.item], next_attempt_at=timezone.now() + BROKEN_OFF_DELAY)
                    raise
                yield outcome

    def record(self, outcomes: list[Outcome[Item, Message, Result]]) -> None:
        """Record outcomes, except of rows that were deleted or leased anew meanwhile."""
        if not outcomes:
            return
        with self.outbox.transaction():
            rows = self._rows([outcome.item for outcome in outcomes]).in_bulk()
            recorded = []
            for outcome in outcomes:
                row = rows.get(outcome.item.pk)
                if row is None or row.leased_until != outcome.item.leased_until:
                    continue
                row.leased_until = None
                self.outbox.record_outcome(row, outcome)
                # A row without a primary key has just been deleted.
                if row.pk is not None:
                    recorded.append(row)
            fields = [*OutboxItem.RECORDED, *self.outbox.RECORDED]
            self.outbox.model._default_manager.bulk_update(recorded, fields)

    def release(self, items: list[Item], **changes: Any) -> None:
        """End the leases of rows of one batch that were not sent."""
        if items:
            with store_lock():
                leased = self._rows(items).filter(leased_until=items[0].leased_until)
                leased.update(leased_until=None, **changes)

    def prepare(
        self, items: list[Item]
    ) -> tuple[deque[Leased[Item, Message]], list[Outcome[Item, Message, Result]]]:
        """Return what is to be sent, and the outcomes of rows of which nothing is left to send."""
        pending: deque[Leased[Item, Message]] = deque()
        empty: list[Outcome[Item, Message, Result]] = []
        for item, message in zip(items, self.outbox.prepare(items) if items else (), strict=True):
            if message is None:
                empty.append(Outcome(item))
            else:
                pending.append(Leased(item, message))
        return pending, empty

    def _exchange(
        self, leased: Leased[Item, Message], connection: Any
    ) -> Outcome[Item, Message, Result]:
        result = self.outbox.exchange(leased.message, connection)
        return Outcome(leased.item, leased.message, result)

    def _rows(self, items: list[Item]) -> QuerySet[Item]:
        return self.outbox.model._default_manager.filter(pk__in=[item.pk for item in items])


class ParallelLoop(Loop[Item, Message, Result]):
    """Sends all rows of a batch at once, each in a thread: a slow receiver delays no other.

    Whatever is still in flight when `run` returns is waited for the next time.
    """

    def __init__(self, outbox: Outbox[Item, Message, Result]) -> None:
        super().__init__(outbox)
        self._arrived: SimpleQueue[tuple[Item, Outcome[Item, Message, Result] | None]]
        self._arrived = SimpleQueue()

    def exchange(
        self, pending: deque[Leased[Item, Message]]
    ) -> Iterator[Outcome[Item, Message, Result]]:
        """Begin to send what is pending; then wait until something arrives, for a poll interval at
        most, and yield it with whatever else has arrived."""
        while pending:
            leased = pending.popleft()
            # Not waited for at exit: an outcome that isn't recorded is sent again.
            Thread(target=self._send, args=[leased], daemon=True).start()
            self.in_flight.append(leased.item)
        timeout = POLL_INTERVAL_SECONDS
        with suppress(Empty):
            while self.in_flight:
                item, outcome = self._arrived.get(timeout=timeout)
                timeout = 0
                self.in_flight.remove(item)
                if outcome:
                    yield outcome

    def _send(self, leased: Leased[Item, Message]) -> None:
        outcome = None
        try:
            with self.outbox.connect() as connection:
                outcome = self._exchange(leased, connection)
        finally:
            # Even after an exception: otherwise it would be in flight forever.
            self._arrived.put((leased.item, outcome))
