"""The task of the worker that sends translators their mail, one letter at a time."""

from collections.abc import Collection
from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from cms.newsletter.emails import Mail
from cms.outbox.loop import Loop
from cms.outbox.mail import MailOutbox
from cms.outbox.models import due
from cms.outbox.outage import Outage, UnreachableError
from cms.translation.jobs import emails, notifications
from cms.translation.jobs.models import Letter

# Seconds between two looks for something to do.
POLL_INTERVAL = 10
# What could not be sent for so long is no longer news.
MAX_AGE = timedelta(days=7)


class LetterOutbox(MailOutbox[Letter]):
    model = Letter
    RECORDED = ("since",)

    def due(self, in_flight: Collection[Letter]) -> QuerySet[Letter]:
        rows = Letter.objects.filter(due()).order_by("next_attempt_at", "pk")
        return rows.select_related("user__wagtail_userprofile", "batch")

    def prepare(self, items: list[Letter]) -> list[Mail | None]:
        """Return the mails; None of what is too old, or all done by now."""
        oldest = timezone.now() - MAX_AGE
        return [emails.of(item) if item.created_at >= oldest else None for item in items]

    def record_done(self, row: Letter, item: Letter, *, was_sent: bool) -> None:
        if row.until == item.until:
            row.delete()
        else:
            # It has grown meanwhile.
            row.since = item.until


outage = Outage()
letters = Loop(LetterOutbox(outage))


def mail_translators() -> int:
    """Collect what has changed, once a day, and send one letter that is due."""
    if not settings.MAILING:
        return POLL_INTERVAL
    notifications.collect_digest()
    try:
        was_due = letters.run()
    except UnreachableError as error:
        return outage.extend(error)
    return 0 if was_due else POLL_INTERVAL
