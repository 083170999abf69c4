"""What the worker does for the translators' mail: one letter at a time, at least once, and as near
to once as can be (cms.outreach.mailing.sending)."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from cms.outreach.mailing.sending import AGAIN, CLAIM
from cms.outreach.mailing.transport import Outcome, UnreachableError, connected, hand_over
from cms.outreach.mailing.work import Outage
from cms.store.lock import locked
from cms.translation.jobs import letters, mails
from cms.translation.jobs.models import Letter

# Seconds between two looks for something to do.
PULSE = 10
# What could not be sent for so long is no news any more.
LONGEST = timedelta(days=7)

outage = Outage()


def mail_translators() -> int:
    """Gather what has changed, once a day, and send one letter that is due."""
    if not settings.MAILING:
        return PULSE
    letters.gather()
    letter = _claim()
    if letter is None:
        return PULSE
    mail = mails.of(letter)
    if mail is None:
        _settle(letter, Outcome.NOTHING_TO_SAY)
        return 0
    try:
        with connected() as connection:
            _settle(letter, hand_over(connection, mail))
    except UnreachableError as error:
        _settle(letter, Outcome.UNTRIED)
        return outage.goes_on(error)
    outage.ends()
    return 0


def _claim() -> Letter | None:
    """Take the letter that is due first; nobody else takes it for a while. One query where there
    is none."""
    due = Letter.objects.filter(due_at__lte=timezone.now()).order_by("due_at", "pk")
    if not due.exists():
        return None
    with locked():
        Letter.objects.filter(created_at__lt=timezone.now() - LONGEST).delete()
        letter = due.select_related("user__wagtail_userprofile", "batch").first()
        if letter:
            letter.due_at = timezone.now() + CLAIM
            letter.save(update_fields=["due_at"])
    return letter


def _settle(letter: Letter, outcome: Outcome) -> None:
    with locked():
        row = Letter.objects.filter(pk=letter.pk)
        if outcome in (Outcome.ACCEPTED, Outcome.NOTHING_TO_SAY):
            # Not what it has grown by while it was sent.
            row.filter(until=letter.until).delete()
            row.update(since=letter.until, due_at=timezone.now())
        else:
            row.update(due_at=timezone.now() + AGAIN.get(outcome, timedelta()))
