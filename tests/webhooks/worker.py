"""A worker process that sends webhooks, step by step."""

from collections import deque

from cms.outbox.http import Answer
from cms.outbox.loop import Leased, Outcome, ParallelLoop
from cms.webhooks import tasks
from cms.webhooks.consumer import enqueue_changes
from cms.webhooks.delivery import DeliveryOutbox, SignedRequest
from cms.webhooks.models import Delivery


class Worker:
    def __init__(self) -> None:
        self.deliveries: tasks.Deliveries = ParallelLoop(DeliveryOutbox())

    def work(self) -> int:
        return tasks.enqueue_and_send(self.deliveries)

    def work_until_idle(self) -> None:
        while not self.work():
            pass

    def lease(self) -> list[Leased[Delivery, SignedRequest]]:
        """Lease what is due, and prepare it."""
        leased, nothing_left = self.deliveries.prepare(self.deliveries.lease())
        self.deliveries.record(nothing_left)
        return list(leased)

    def answer(self, leased: Leased[Delivery, SignedRequest], status: int) -> None:
        """Record an answer, as if the row had been sent."""
        self.deliveries.record([Outcome(leased.item, leased.message, Answer(status, ""))])

    def send_and_die(self) -> None:
        """Send what is due, wait until it has arrived, and record nothing."""
        enqueue_changes()
        pending = deque(self.lease())
        while pending or self.deliveries.in_flight:
            list(self.deliveries.exchange(pending))
