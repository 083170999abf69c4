"""How deliveries are sent: to each endpoint one at a time, to all endpoints at once.

The message is made from the entry as it is when the row is leased.
"""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from cms.outbox import http
from cms.outbox.backoff import retry_delay
from cms.outbox.http import Answer
from cms.outbox.loop import Outbox, Outcome
from cms.webhooks.models import Delivery, Endpoint
from cms.webhooks.payloads import build_message
from cms.webhooks.signing import sign_headers

logger = logging.getLogger(__name__)

# How long a receiver may ask to be left alone.
MAX_RETRY_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class SignedRequest:
    """A signed message. `number` is the state of the entry that it tells."""

    address: str
    body: bytes
    headers: dict[str, str]
    event: str
    number: int


class DeliveryOutbox(Outbox[Delivery, SignedRequest, Answer]):
    model = Delivery
    RECORDED = ("since", "state", "event", "answered_at")
    BATCH_SIZE = None

    def due(self, in_flight: Collection[Delivery]) -> QuerySet[Delivery]:
        """Return the first due row of each endpoint, and the tests of those that are off."""
        busy = [item.endpoint_id for item in in_flight]
        due_rows = Delivery.objects.ready().exclude(endpoint__in=busy)
        own = due_rows.filter(endpoint=OuterRef("pk")).order_by("next_attempt_at", "pk")
        endpoints = Endpoint.objects.filter(enabled=True).annotate(
            first=Subquery(own.values("pk")[:1])
        )
        tests = due_rows.filter(entry=None, endpoint__enabled=False)
        first_ids = [
            *endpoints.exclude(first=None).values_list("first", flat=True),
            *tests.values_list("pk", flat=True),
        ]
        # Once more all conditions: another worker may have leased a row since.
        rows = Delivery.objects.ready().filter(Q(entry=None) | Q(endpoint__enabled=True))
        return rows.filter(pk__in=first_ids).order_by("pk").select_related("endpoint", "entry")

    def prepare(self, items: list[Delivery]) -> list[SignedRequest | None]:
        return [_request(item) for item in items]

    def exchange(self, message: SignedRequest, connection: Any) -> Answer:
        private = settings.WEBHOOK_PRIVATE_ADDRESSES
        try:
            return http.post(message.address, message.body, message.headers, private)
        except Exception:
            logger.exception("A message could not be sent; it is tried again.")
            return Answer(0, "")

    def record_outcome(
        self, row: Delivery, outcome: Outcome[Delivery, SignedRequest, Answer]
    ) -> None:
        # Otherwise it was enqueued anew meanwhile, with all attempts.
        is_latest = row.number == outcome.item.number
        if outcome.message is None or outcome.result is None:
            if is_latest:
                row.delete()
            return
        request, answer = outcome.message, outcome.result
        row.last_status, row.last_answer = answer.status, answer.text
        row.answered_at = timezone.now()
        if is_latest:
            row.attempts += 1
            row.event = request.event
        if answer.accepted:
            row.since = request.number
            if row.number <= row.since:
                row.state = Delivery.State.DELIVERED
        elif is_latest:
            _postpone(row, answer)
        if answer.status == HTTPStatus.GONE:
            # The receiver wants to be sent no more (Standard Webhooks).
            is_gone = Endpoint.objects.filter(pk=row.endpoint_id)
            is_gone.update(enabled=False, gone_at=row.answered_at)


def _request(row: Delivery) -> SignedRequest | None:
    """Return what to send; None when nothing is left to tell."""
    message = build_message(row)
    if message is None:
        return None
    endpoint = row.endpoint
    return SignedRequest(
        address=endpoint.address,
        body=message.body.encode(),
        headers=sign_headers(message.identity, message.body, timezone.now(), endpoint.secrets),
        event=message.event,
        number=row.entry.sequence if row.entry else row.number,
    )


def _postpone(row: Delivery, answer: Answer) -> None:
    """Try a failed delivery again later; after the last attempt, or a test, park it."""
    delay = retry_delay(row.attempts) if row.entry_id else None
    if delay is None:
        row.state = Delivery.State.PARKED
    else:
        row.retry_after(max(delay, min(timedelta(seconds=answer.retry_after), MAX_RETRY_AFTER)))
