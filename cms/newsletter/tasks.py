"""The newsletter's task of the worker."""

from django.conf import settings
from django.utils import timezone

from cms.newsletter import announcements
from cms.newsletter.delivery import DigestOutbox, LinkOutbox
from cms.newsletter.models import Subscription
from cms.outbox.loop import Loop
from cms.outbox.outage import Outage, UnreachableError
from cms.store.lock import store_lock

# Seconds between two looks: somebody may be waiting for a link.
POLL_INTERVAL_SECONDS = 5

outage = Outage()
link_loop, digest_loop = Loop(LinkOutbox(outage)), Loop(DigestOutbox(outage))


def send_newsletter() -> int:
    """Erase what was not confirmed in time, collect what is new, and send one batch of what is due:
    links first."""
    if not settings.MAILING:
        return POLL_INTERVAL_SECONDS
    erase_unconfirmed()
    announcements.collect_new()
    announcements.release_due()
    try:
        was_due = link_loop.run() or digest_loop.run()
    except UnreachableError as error:
        return outage.record_failure(error)
    return 0 if was_due else POLL_INTERVAL_SECONDS


def erase_unconfirmed() -> None:
    """Erase the subscriptions whose link was not followed in time."""
    expired = Subscription.objects.expired(timezone.now())
    if expired.exists():
        with store_lock():
            expired.delete()
