"""Asking to be mailed, confirming it, changing how often, and leaving.

Somebody without a link learns nothing of an address and changes nothing but that its owner is
mailed a link, and of these at most a few a day.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from cms.core.public_urls import get_mail_path, get_public_url
from cms.core.signing import IdSigner
from cms.newsletter.frequencies import Frequency
from cms.newsletter.models import Subscription
from cms.store import change_log

# The purpose is part of every token in a mail that was sent: it never changes.
SIGNER = IdSigner("cms.outreach.mailing")
# So many mails with a link are sent to one address, in whatever languages, until a day has passed
# without one: whoever asks may ask for somebody else.
MAX_LINKS, MAX_LINKS_PERIOD = 3, timedelta(days=1)


class UnknownTokenError(Exception):
    """Nobody was ever mailed this token, or not in this language."""


class EndedError(Exception):
    """The subscription was left, or was not confirmed in time."""


def request_link(address: str, locale: str, frequency: str, consent: str) -> None:
    """Have the worker mail a link to an address.

    Three statements, whatever is known of the address, so that no answer is slower than others.
    """
    now = timezone.now()
    with transaction.atomic():
        new = Subscription(
            address=address,
            locale=locale,
            frequency=frequency,
            consent=consent,
            requested_at=now,
            link_requested_at=now,
            next_attempt_at=now,
        )
        Subscription.objects.bulk_create([new], ignore_conflicts=True)
        subscriptions = list(Subscription.objects.with_address(address))
        own_row = next((row for row in subscriptions if row.locale == locale), None)
        if own_row is None:
            # Left, in between, by whoever has the link.
            return
        recent = [row for row in subscriptions if row.link_requested_at > now - MAX_LINKS_PERIOD]
        is_allowed = sum(row.link_requests for row in recent) < MAX_LINKS
        if own_row.confirmed_at is None:
            own_row.frequency, own_row.consent, own_row.requested_at = frequency, consent, now
        previous_requests = own_row.link_requests
        if is_allowed:
            own_row.link_requests = previous_requests + 1 if own_row in recent else 1
            own_row.link_pending, own_row.link_requested_at = True, now
        Subscription.objects.filter(pk=own_row.pk, link_requests=previous_requests).update(
            frequency=own_row.frequency,
            consent=own_row.consent,
            requested_at=own_row.requested_at,
            link_requests=own_row.link_requests,
            link_pending=own_row.link_pending,
            link_requested_at=own_row.link_requested_at,
        )


def open_subscription(token: str, locale: str) -> Subscription:
    """Return the subscription that a token opens. One query.

    Raises UnknownTokenError or EndedError.
    """
    subscription_id = SIGNER.unsign(token)
    if subscription_id is None:
        raise UnknownTokenError
    subscription = Subscription.objects.filter(pk=subscription_id).first()
    if subscription is None or subscription.is_expired(timezone.now()):
        raise EndedError
    if subscription.locale != locale:
        raise UnknownTokenError
    return subscription


def confirm(subscription: Subscription) -> None:
    """Begin to mail what becomes public from now on; again without effect."""
    subscription.confirmed_at = subscription.confirmed_at or timezone.now()
    Subscription.objects.filter(pk=subscription.pk, confirmed_at=None).update(
        confirmed_at=subscription.confirmed_at, cursor=change_log.get_newest_sequence()
    )


def change_frequency(subscription: Subscription, frequency: Frequency) -> None:
    subscription.frequency = frequency
    Subscription.objects.filter(pk=subscription.pk).update(frequency=frequency)


def unsubscribe(subscription: Subscription) -> None:
    """Erase all that is known of a subscriber."""
    Subscription.objects.filter(pk=subscription.pk).delete()


def subscription_url(subscription: Subscription) -> str:
    """Return the address that opens a subscription, always our own server's."""
    token = SIGNER.sign(subscription.pk)
    return get_public_url(f"{get_mail_path(subscription.locale)}{token}/")
