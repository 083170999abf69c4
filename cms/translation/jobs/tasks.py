"""The task of the worker that sends translators their mail, one notification at a time."""

from collections.abc import Collection
from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from cms.newsletter.emails import NewsletterEmail
from cms.outbox.loop import Loop
from cms.outbox.mail import MailOutbox
from cms.outbox.models import due
from cms.outbox.outage import Outage, UnreachableError
from cms.translation.jobs import emails, notifications
from cms.translation.jobs.models import Notification

# Seconds between two looks for something to do.
POLL_INTERVAL_SECONDS = 10
# What could not be sent for so long is no longer news.
MAX_AGE = timedelta(days=7)


class NotificationOutbox(MailOutbox[Notification]):
    model = Notification
    RECORDED = ("since",)

    def due(self, in_flight: Collection[Notification]) -> QuerySet[Notification]:
        rows = Notification.objects.filter(due()).order_by("next_attempt_at", "pk")
        return rows.select_related("user__wagtail_userprofile", "submission")

    def prepare(self, items: list[Notification]) -> list[NewsletterEmail | None]:
        """Return the mails; None of what is too old, or all done by now."""
        oldest = timezone.now() - MAX_AGE
        return [emails.build_email(item) if item.created_at >= oldest else None for item in items]

    def record_done(self, row: Notification, item: Notification, *, was_sent: bool) -> None:
        if row.until == item.until:
            row.delete()
        else:
            # It has grown meanwhile.
            row.since = item.until


outage = Outage()
notification_loop = Loop(NotificationOutbox(outage))


def mail_translators() -> int:
    """Collect what has changed, once a day, and send one notification that is due."""
    if not settings.MAILING:
        return POLL_INTERVAL_SECONDS
    notifications.collect_digest()
    try:
        was_due = notification_loop.run()
    except UnreachableError as error:
        return outage.record_failure(error)
    return 0 if was_due else POLL_INTERVAL_SECONDS
