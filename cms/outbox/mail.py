"""What all outboxes of e-mail have in common."""

from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Generic, TypeVar

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from cms.outbox import smtp
from cms.outbox.loop import Outbox, Outcome
from cms.outbox.models import OutboxItem
from cms.outbox.outage import Outage

Item = TypeVar("Item", bound=OutboxItem)


class MailOutbox(Outbox[Item, EmailMultiAlternatives, smtp.Reply], Generic[Item]):
    """Sends a batch of messages through one connection to the mail server."""

    LEASE = timedelta(minutes=10)

    def __init__(self, outage: Outage) -> None:
        self.outage = outage

    @contextmanager
    def connect(self) -> Iterator[BaseEmailBackend]:
        with smtp.open_connection() as connection:
            yield connection
        # Only after a batch that the server didn't break off.
        self.outage.record_success()

    def exchange(self, message: EmailMultiAlternatives, connection: BaseEmailBackend) -> smtp.Reply:
        return smtp.send_one(connection, message)

    def record_outcome(
        self, row: Item, outcome: Outcome[Item, EmailMultiAlternatives, smtp.Reply]
    ) -> None:
        reply = outcome.result
        if reply is not None:
            row.last_status = reply.code
        if reply is None or reply.accepted:
            row.attempts = 0
            row.next_attempt_at = timezone.now()
            self.record_done(row, outcome.item, was_sent=reply is not None)
        else:
            row.attempts += 1
            row.retry_after(reply.retry_delay)
            self.record_refusal(row, reply)

    @abstractmethod
    def record_done(self, row: Item, item: Item, *, was_sent: bool) -> None:
        """Record that the message was accepted, or that there was nothing to send."""

    def record_refusal(self, row: Item, reply: smtp.Reply) -> None:
        """Record that the message was refused; it is tried again."""
