"""The tables of webhooks: who is told, by which secrets, and what each of them is owed."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.outbox.models import OutboxItem, due
from cms.store import change_log
from cms.webhooks.signing import new_secret

# How long an old secret goes on being valid.
SECRET_OVERLAP = timedelta(hours=24)


class Event(models.TextChoices):
    """What may happen to a page, as the change log calls it."""

    PUBLISHED = "published", pgettext_lazy("event", "published")
    UPDATED = "updated", pgettext_lazy("event", "updated")
    MOVED = "moved", pgettext_lazy("event", "moved")
    REMOVED = "removed", pgettext_lazy("event", "removed")


class Endpoints(models.QuerySet["Endpoint"]):
    def with_counts(self) -> "Endpoints":
        """Each with how much is `waiting` for it and how much is `parked`, tests left out."""

        def rows(state: str) -> models.Count:
            found = Q(deliveries__state=state, deliveries__entry__isnull=False)
            return models.Count("deliveries", filter=found)

        states = Delivery.State
        return self.annotate(waiting=rows(states.WAITING), parked=rows(states.PARKED))


class Endpoint(models.Model):
    """An address that is told of changes. An empty list of events, locales or types means all."""

    name = models.CharField(_("name"), max_length=100)
    address = models.CharField(_("address"), max_length=2000)
    events = models.JSONField(_("events"), default=list, blank=True)
    locales = models.JSONField(_("languages"), default=list, blank=True)
    types = models.JSONField(_("types"), default=list, blank=True)
    enabled = models.BooleanField(_("turned on"), default=True)
    # When it was turned off because its own answer was that it is gone (410).
    gone_at = models.DateTimeField(null=True, editable=False)
    # The store's numbers: up to which all that happened is told or owed, from where what happens
    # to an entry that is new to it is seen; and, ahead of it while the log is taken over in parts,
    # up to which this is done.
    since = models.BigIntegerField(default=change_log.get_newest_sequence, editable=False)
    cursor = models.BigIntegerField(default=change_log.get_newest_sequence, editable=False)
    secret = models.CharField(max_length=100, default=new_secret, editable=False)
    previous_secret = models.CharField(max_length=100, blank=True, editable=False)
    previous_until = models.DateTimeField(null=True, editable=False)

    objects = Endpoints.as_manager()

    class Meta:
        ordering = ("name", "pk")
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")

    def __str__(self) -> str:
        return self.name

    @property
    def old_secret(self) -> str:
        """The secret before this one while it is valid, else nothing."""
        valid = self.previous_until and self.previous_until > timezone.now()
        return self.previous_secret if valid else ""

    @property
    def secrets(self) -> list[str]:
        """Those that are valid now, the newest first: one or two."""
        return [secret for secret in (self.secret, self.old_secret) if secret]

    def rotate(self) -> None:
        """Make a new secret; the present one stays valid for `OVERLAP`, one before it no more."""
        self.previous_secret, self.previous_until = self.secret, timezone.now() + SECRET_OVERLAP
        self.secret = new_secret()
        self._save_secrets()

    def end_old_secret(self) -> None:
        self.previous_secret, self.previous_until = "", None
        self._save_secrets()

    def _save_secrets(self) -> None:
        self.save(update_fields=["secret", "previous_secret", "previous_until"])

    def enqueue_test(self) -> None:
        """Owe it a test, now; one that was asked for before is replaced."""
        test = self.deliveries.filter(entry=None).first() or Delivery(endpoint=self)
        test.enqueue(test.number + 1, timezone.now())
        test.save()


class Deliveries(models.QuerySet["Delivery"]):
    def ready(self) -> "Deliveries":
        """Return what may be sent now: it is due, and no worker has leased it."""
        return self.filter(due(), state=Delivery.State.WAITING)

    def parked(self) -> "Deliveries":
        """What was given up and is somebody's to look at; a test that failed is not."""
        return self.filter(state=Delivery.State.PARKED, entry__isnull=False)

    def failed(self) -> "Deliveries":
        """What was not taken yet when it was sent: parked, or waiting for another attempt."""
        tried = self.filter(attempts__gt=0, leased_until=None)
        return tried.exclude(state=Delivery.State.DELIVERED)

    def resend(self) -> int:
        """Have what has failed sent now, with all attempts anew; return how many these are."""
        now = timezone.now()
        return self.failed().update(
            state=Delivery.State.WAITING, attempts=0, next_attempt_at=now, enqueued_at=now
        )


class Delivery(OutboxItem):
    """What an endpoint is owed, or was sent last, of one entry; without an entry, a test.

    What is sent is the entry as it is then, and what has happened to it `since` the number that
    the endpoint was told of last.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("delivery", "waiting")
        DELIVERED = "delivered", pgettext_lazy("delivery", "delivered")
        PARKED = "parked", pgettext_lazy("delivery", "parked")

    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="deliveries")
    entry = models.ForeignKey("store.Entry", models.CASCADE, null=True, related_name="+")
    # The entry's number that was told last, and the one that is owed; of a test, which it is.
    since = models.BigIntegerField(default=0)
    number = models.BigIntegerField(default=0)
    # As which event it was told last, or would have been when it became owed; of a test, none.
    event = models.CharField(max_length=12, choices=Event.choices, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State.choices)
    enqueued_at = models.DateTimeField()
    # When the last answer came.
    answered_at = models.DateTimeField(null=True)

    objects = Deliveries.as_manager()

    class Meta:
        ordering = ("-enqueued_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "entry"], name="delivery_once"),
            models.UniqueConstraint(
                fields=["endpoint"], condition=Q(entry=None), name="delivery_one_test"
            ),
        ]
        indexes = [
            models.Index(fields=["endpoint", "state", "next_attempt_at"], name="delivery_due")
        ]

    def __str__(self) -> str:
        return f"{self.state}: {self.entry or 'test'}"

    @property
    def has_failed(self) -> bool:
        """As `Deliveries.failed`."""
        tried = self.attempts > 0 and self.leased_until is None
        return tried and self.state != self.State.DELIVERED

    def enqueue(self, number: int, now: datetime) -> None:
        """Have a change sent, by its number: all attempts begin anew.

        A lease stays as it is: what is in flight ends before anything newer begins.
        """
        self.number = number
        self.state = self.State.WAITING
        self.attempts = 0
        self.next_attempt_at = self.enqueued_at = now
