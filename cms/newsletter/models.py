"""The tables: who is mailed, and what there is to mail.

An address stands in `Subscription.address` and nowhere else. Deleting its row is all there is to
erasing it, so nothing else may point to a subscription, name it in words or log its address.
"""

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from cms.newsletter.frequencies import Frequency
from cms.outbox.models import OutboxItem

# How long a link in a mail waits for whoever asked to follow it.
CONFIRMATION_PERIOD = timedelta(hours=48)


class Subscriptions(models.QuerySet["Subscription"]):
    def with_address(self, address: str) -> "Subscriptions":
        """Those of an address, in whatever letters it was written."""
        return self.alias(key=Lower("address")).filter(key=address.lower())

    def expired(self, now: datetime) -> "Subscriptions":
        """Those that nobody has confirmed in time (`is_expired`)."""
        return self.filter(confirmed_at=None, requested_at__lte=now - CONFIRMATION_PERIOD)


class Subscription(OutboxItem):
    """Somebody's wish to be mailed in one language, from asking for it until leaving.

    Whoever leaves is deleted. Its id, signed, is what opens it (cms.core.signing).
    """

    # Random, so that no number is ever given twice, whatever backup the database comes from.
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    # ASCII, its domain in small letters.
    address = models.EmailField(_("e-mail"), max_length=254)
    locale = models.CharField(_("language"), max_length=12)
    frequency = models.CharField(_("how often"), max_length=8, choices=Frequency.choices)
    # The words that were agreed to, as they stood on the page.
    consent = models.TextField(_("agreed to"))
    requested_at = models.DateTimeField(_("asked for"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    # Whether a mail with the link is still to be sent; how many were asked for within a day, and
    # when the last one was.
    link_pending = models.BooleanField(default=False)
    link_requests = models.PositiveSmallIntegerField(default=0)
    link_requested_at = models.DateTimeField()
    # The store's number of the last that was mailed; what appeared before is known.
    cursor = models.BigIntegerField(default=0)
    sent_at = models.DateTimeField(_("last e-mail"), null=True)
    # How often in a row the mail server said that there is no such mailbox.
    refusals = models.PositiveSmallIntegerField(default=0)

    objects = Subscriptions.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("e-mail subscription")
        verbose_name_plural = _("e-mail subscriptions")
        # Nobody subscribes or changes somebody else.
        default_permissions = ("view", "delete")
        ordering = ("-requested_at", "pk")
        constraints = [
            models.UniqueConstraint(Lower("address"), "locale", name="address_once_per_language")
        ]
        indexes = [
            models.Index(fields=["locale", "frequency", "cursor"], name="subscription_due"),
            models.Index(
                fields=["requested_at"],
                condition=Q(confirmed_at=None),
                name="subscription_unconfirmed",
            ),
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(link_pending=True),
                name="subscription_link_pending",
            ),
        ]

    def __str__(self) -> str:
        # Wagtail keeps this of what is deleted, so it is no address.
        return str(self.pk)

    def is_expired(self, now: datetime) -> bool:
        """Whether nobody has confirmed it in time: the worker is about to erase it."""
        return self.confirmed_at is None and self.requested_at <= now - CONFIRMATION_PERIOD


class Announcement(models.Model):
    """An entry that became public, as news to the subscribers of its language and a frequency.

    It is made once, by the number with which the entry appeared first. Once `released` it is what
    the next mail is made of.
    """

    entry = models.UUIDField()
    locale = models.CharField(max_length=12)
    frequency = models.CharField(max_length=8, choices=Frequency.choices)
    number = models.BigIntegerField()
    published_at = models.DateTimeField()
    released = models.BooleanField(default=False)

    class Meta:
        default_permissions: ClassVar[tuple[str, ...]] = ()
        constraints = [
            models.UniqueConstraint(fields=["entry", "frequency"], name="announced_once")
        ]
        indexes = [
            models.Index(
                fields=["locale", "frequency", "released", "number"], name="announcement_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.frequency}"


class AnnouncementCheckpoint(models.Model):
    """The one row that says up to which of the store's numbers entries were looked at."""

    number = models.BigIntegerField()

    class Meta:
        default_permissions: ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        return str(self.number)
