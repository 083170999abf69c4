"""The webhooks' task of the worker."""

from cms.outbox.http import Answer
from cms.outbox.loop import ParallelLoop
from cms.outbox.tasks import POLL_INTERVAL_SECONDS
from cms.webhooks.consumer import enqueue_changes
from cms.webhooks.delivery import DeliveryOutbox, SignedRequest
from cms.webhooks.models import Delivery

Deliveries = ParallelLoop[Delivery, SignedRequest, Answer]

delivery_loop: Deliveries = ParallelLoop(DeliveryOutbox())


def send_webhooks() -> int:
    return enqueue_and_send(delivery_loop)


def enqueue_and_send(deliveries: Deliveries) -> int:
    """Enqueue what has changed, send what is due and record what was answered."""
    more_to_enqueue = enqueue_changes()
    was_busy = deliveries.run()
    return 0 if more_to_enqueue or was_busy else POLL_INTERVAL_SECONDS
