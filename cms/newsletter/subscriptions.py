"""Asking to be mailed, confirming it, changing how often, and leaving.

Somebody without a link learns nothing of an address and changes nothing but that its owner is
mailed a link, and of these at most a few a day.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from cms.core.public_urls import mail_path, public_url
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
        wanted = Subscription(
            address=address,
            locale=locale,
            frequency=frequency,
            consent=consent,
            requested_at=now,
            link_requested_at=now,
            next_attempt_at=now,
        )
        Subscription.objects.bulk_create([wanted], ignore_conflicts=True)
        known = list(Subscription.objects.with_address(address))
        mine = next((row for row in known if row.locale == locale), None)
        if mine is None:
            # Left, in between, by whoever has the link.
            return
        recent = [row for row in known if row.link_requested_at > now - MAX_LINKS_PERIOD]
        allowed = sum(row.link_requests for row in recent) < MAX_LINKS
        if mine.confirmed_at is None:
            mine.frequency, mine.consent, mine.requested_at = frequency, consent, now
        before = mine.link_requests
        if allowed:
            mine.link_requests = before + 1 if mine in recent else 1
            mine.link_pending, mine.link_requested_at = True, now
        Subscription.objects.filter(pk=mine.pk, link_requests=before).update(
            frequency=mine.frequency,
            consent=mine.consent,
            requested_at=mine.requested_at,
            link_requests=mine.link_requests,
            link_pending=mine.link_pending,
            link_requested_at=mine.link_requested_at,
        )


def open_subscription(token: str, locale: str) -> Subscription:
    """Return the subscription that a token opens. One query.

    Raises UnknownTokenError or EndedError.
    """
    identity = SIGNER.unsign(token)
    if identity is None:
        raise UnknownTokenError
    found = Subscription.objects.filter(pk=identity).first()
    if found is None or found.is_expired(timezone.now()):
        raise EndedError
    if found.locale != locale:
        raise UnknownTokenError
    return found


def confirm(subscription: Subscription) -> None:
    """Begin to mail what becomes public from now on; again without effect."""
    subscription.confirmed_at = subscription.confirmed_at or timezone.now()
    Subscription.objects.filter(pk=subscription.pk, confirmed_at=None).update(
        confirmed_at=subscription.confirmed_at, cursor=change_log.newest()
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
    return public_url(f"{mail_path(subscription.locale)}{token}/")
