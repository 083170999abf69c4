"""What the worker does for the mailing, again and again."""

import logging

from django.conf import settings
from django.utils import timezone

from cms.outreach.mailing import announcing, sending
from cms.outreach.mailing.models import Subscription
from cms.outreach.mailing.transport import UnreachableError
from cms.outreach.pauses import PAUSES
from cms.store.lock import locked

logger = logging.getLogger(__name__)

# Seconds between two looks: somebody may be waiting for a link.
PULSE = 5
# While the mail server takes nothing, the pauses grow up to half an hour.
GROWING = PAUSES[:3]


class Outage:
    """For how many attempts in a row the mail server has taken nothing."""

    attempts = 0

    def goes_on(self, error: UnreachableError) -> int:
        """Tell it once; return the seconds until the next attempt."""
        if not self.attempts:
            logger.error("The mail server takes no mail, which waits until it does: %s", error)
        pause = GROWING[min(self.attempts, len(GROWING) - 1)]
        self.attempts += 1
        return int(pause.total_seconds())

    def ends(self) -> None:
        if self.attempts:
            logger.error("The mail server takes mail again.")
        self.attempts = 0


outage = Outage()


def mail() -> int:
    """Erase what nobody confirmed, take up what is new, and send one batch of what is due."""
    if not settings.MAILING:
        return PULSE
    erase_unconfirmed()
    announcing.note()
    announcing.release()
    try:
        batch = sending.links() or sending.news()
        if batch is None:
            return PULSE
        sending.send(batch)
    except UnreachableError as error:
        return outage.goes_on(error)
    if any(made for _, made in batch.mails):
        outage.ends()
    return 0


def erase_unconfirmed() -> None:
    """Forget whoever asked, or was asked for, and has not followed the link in time."""
    forgotten = Subscription.objects.forgotten(timezone.now())
    if forgotten.exists():
        with locked():
            forgotten.delete()
