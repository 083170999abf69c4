"""The columns of whatever is sent: the lease, the attempts, the next try and the last answer."""

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OutboxItem(models.Model):
    """Something to send. Each kind of message has its own table; `cms.outbox.loop` sends them.

    A worker leases a row before it sends it. The lease is longer than any exchange, so a row whose
    worker died is sent by the next one, once the lease has expired: at least once.
    """

    # It is not sent before this moment; None: there is nothing to send.
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True)
    # Until when only the worker that leased it may send it. The value identifies the lease.
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(_("attempts that failed"), default=0)
    # The status of the last answer, 0 if there was none, and the beginning of its text.
    last_status = models.PositiveSmallIntegerField(null=True)
    last_answer = models.CharField(max_length=250, blank=True)

    class Meta:
        abstract = True

    # What every outcome may change (cms.outbox.loop).
    RECORDED: ClassVar[tuple[str, ...]] = (
        "next_attempt_at",
        "leased_until",
        "attempts",
        "last_status",
        "last_answer",
    )

    def retry_after(self, delay: timedelta) -> None:
        self.next_attempt_at = timezone.now() + delay


def due() -> Q:
    """Select the rows whose time has come and that no worker has leased."""
    now = timezone.now()
    return Q(next_attempt_at__lte=now) & (Q(leased_until=None) | Q(leased_until__lte=now))
