"""How the hub is pinged: one feed after the other, until it has accepted each."""

from collections.abc import Collection
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from cms.outbox import http
from cms.outbox.backoff import retry_delay
from cms.outbox.http import Answer
from cms.outbox.loop import Outbox, Outcome
from cms.outbox.models import due
from cms.websub.models import Topic

# A hub that comes back learns what is new within the hour.
MAX_DELAY = timedelta(hours=1)
CONTENT_TYPE = {"Content-Type": "application/x-www-form-urlencoded"}


class TopicOutbox(Outbox[Topic, bytes, Answer]):
    model = Topic
    RECORDED = ("accepted_at",)
    LEASE = timedelta(minutes=2)

    def due(self, in_flight: Collection[Topic]) -> QuerySet[Topic]:
        return Topic.objects.filter(due()).order_by("next_attempt_at", "pk")

    def prepare(self, items: list[Topic]) -> list[bytes]:
        """Return the publisher's pings, in the form that hubs have agreed on.

        The specification (section 7) leaves it to hub and publisher: some hubs read the topic's
        address in `hub.url`, others in `hub.topic`.
        """
        forms = (
            {"hub.mode": "publish", "hub.url": item.address, "hub.topic": item.address}
            for item in items
        )
        return [urlencode(form).encode() for form in forms]

    def exchange(self, message: bytes, connection: Any) -> Answer:
        # The operator has named the hub, so it may be on a private network.
        return http.post(settings.WEBSUB_HUB, message, CONTENT_TYPE, private=True)

    def record_outcome(self, row: Topic, outcome: Outcome[Topic, bytes, Answer]) -> None:
        """Record the hub's answer. A feed that has changed again meanwhile stays due.

        While the hub is down or busy, all feeds wait as long as this one.
        """
        answer = outcome.result or Answer(0, "")
        row.last_status, row.last_answer = answer.status, answer.text
        if not answer.accepted:
            row.attempts += 1
            delay = min(retry_delay(row.attempts) or MAX_DELAY, MAX_DELAY)
            if _is_down(answer):
                others = Topic.objects.filter(due())
                others.update(next_attempt_at=timezone.now() + delay)
            row.retry_after(delay)
            return
        row.attempts, row.accepted_at = 0, timezone.now()
        if row.digest != outcome.item.digest:
            row.next_attempt_at = timezone.now()
        elif row.digest:
            row.next_attempt_at = None
        else:
            # The feed is gone, and the hub knows.
            row.delete()


def _is_down(answer: Answer) -> bool:
    """Return whether the hub can't accept any ping now, rather than refuses this one."""
    busy = answer.status in (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS)
    return answer.status == 0 or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR or busy
