"""Taking the store's log over: what has changed becomes what is owed to each endpoint.

The rows and the number up to which they go are written together. So nothing is taken over twice,
and whatever dies in between, nothing is left out. An endpoint that is off is left where it is: what
happens meanwhile is owed when it is on again, of each page its last state.
"""

from datetime import datetime

from django.utils import timezone

from cms.store import change_log
from cms.store.lock import store_lock
from cms.store.models import Entry
from cms.webhooks.models import Delivery, Endpoint
from cms.webhooks.payloads import find_event

# How many entries are taken over at a time, while others wait for the lock.
BATCH_SIZE = 100


def enqueue_changes() -> bool:
    """Take over one batch for each endpoint that is behind; return whether there was any."""
    lagging_endpoints = Endpoint.objects.filter(
        enabled=True, cursor__lt=change_log.get_newest_sequence()
    )
    outcomes = [_consume(number) for number in lagging_endpoints.values_list("pk", flat=True)]
    return any(outcomes)


def _consume(number: int) -> bool:
    """Owe an endpoint what changed after its cursor; return whether something may be left."""
    with store_lock() as sequence:
        endpoint = Endpoint.objects.filter(pk=number, enabled=True).first()
        if endpoint is None:
            return False
        entries = change_log.read_after(endpoint.cursor, BATCH_SIZE)
        _enqueue(endpoint, entries, timezone.now())
        if len(entries) == BATCH_SIZE:
            endpoint.cursor = entries[-1].sequence
        else:
            endpoint.cursor = endpoint.since = sequence.number
        endpoint.save(update_fields=["cursor", "since"])
    return len(entries) == BATCH_SIZE


def _enqueue(endpoint: Endpoint, entries: list[Entry], now: datetime) -> None:
    deliveries = {row.entry_id: row for row in endpoint.deliveries.filter(entry__in=entries)}
    enqueued = []
    for entry in entries:
        new = Delivery(endpoint=endpoint, entry=entry, since=endpoint.since)
        row = deliveries.get(entry.pk, new)
        event = find_event(endpoint, entry, row.since)
        # What is owed already is owed in its latest state, whatever happened to it since: if
        # nothing is left to tell by then, whoever is to send it sees so.
        if event or row.state in (Delivery.State.WAITING, Delivery.State.PARKED):
            row.enqueue(entry.sequence, now)
            row.event = event or row.event
            enqueued.append(row)
    Delivery.objects.bulk_create(
        enqueued,
        update_conflicts=True,
        unique_fields=["endpoint", "entry"],
        update_fields=["number", "event", "state", "attempts", "next_attempt_at", "enqueued_at"],
    )
