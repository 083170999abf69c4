"""Who is due, and seeing a batch of mails through: claimed, handed over, written down.

A mail that the server has accepted is written down within a second or at the batch's end. If the
worker dies in between, the claim ends by itself and the mail is sent again: at least once, and as
near to once as can be.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic
from typing import Any
from uuid import UUID

from django.db.models import F, Max, Q, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from cms.outreach.mailing import mails
from cms.outreach.mailing.announcing import last_monday
from cms.outreach.mailing.digests import digests
from cms.outreach.mailing.models import Announcement, Frequency, Subscription
from cms.outreach.mailing.transport import Outcome, UnreachableError, connected, hand_over
from cms.store.lock import locked

# Mails in a batch, and how long nobody else takes them.
SIZE, CLAIM = 50, timedelta(minutes=10)
# Seconds: after which a batch begins no further mail, well before its claim ends; and after which
# what is accepted is written down.
LONGEST, RHYTHM = 60, 1
# When a mail is tried again that was not taken.
AGAIN = {
    Outcome.BROKEN_OFF: timedelta(minutes=5),
    Outcome.LATER: timedelta(hours=1),
    Outcome.MUCH_LATER: timedelta(days=1),
    Outcome.NO_SUCH_MAILBOX: timedelta(days=1),
}
# How often in a row there may be no such mailbox until the subscription is erased.
REFUSALS = 3


@dataclass(frozen=True)
class Batch:
    """Mails that are claimed; one is None where there is nothing to say any more.

    `accepted` and `unsaid` are the fields that are written down of a subscription then.
    """

    mails: list[tuple[Subscription, mails.Mail | None]]
    accepted: dict[str, Any]
    unsaid: dict[str, Any]


def links() -> Batch | None:
    """Claim the mails with links that are owed. One query where there are none."""
    now = timezone.now()
    owed = Subscription.objects.filter(link_owed=True, due_at__lte=now)
    claimed = _claim(owed.order_by("due_at", "pk"))
    if not claimed:
        return None
    names = {locale: mails.site_name(locale) for locale in {row.locale for row in claimed}}
    made = [(row, mails.of_link(row, names[row.locale])) for row in claimed]
    return Batch([*made], {"link_owed": False}, {})


def news() -> Batch | None:
    """Claim mails of what is new, all in one language and of one frequency. Two queries where
    nobody is due, and as many for many subscribers as for one."""
    now = timezone.now()
    heads = _heads()
    claimed = _claim(_behind(heads).filter(due_at__lte=now))
    if not claimed:
        return None
    locale, frequency = claimed[0].locale, claimed[0].frequency
    head, site = heads[locale, frequency], mails.site_name(locale)
    made = digests(locale, frequency, (row.cursor for row in claimed), head, site)
    batch = [
        (row, mails.of_digest(digest, row, head, site) if (digest := made[row.cursor]) else None)
        for row in claimed
    ]
    # Never back, should somebody else have taken over a claim that ended.
    cursor = {"cursor": Greatest(F("cursor"), Value(head))}
    return Batch(batch, cursor | {"sent_at": now}, cursor)


def send(batch: Batch) -> None:
    """Send a batch, as far as there is time, and give the rest back.

    Raises UnreachableError, after that.
    """
    done = {row.pk: Outcome.NOTHING_TO_SAY for row, mail in batch.mails if mail is None}
    waiting = [(row.pk, mail) for row, mail in reversed(batch.mails) if mail]
    if not waiting:
        _write_down(batch, done)
        return
    ends, written = monotonic() + LONGEST, monotonic()
    try:
        with connected() as connection:
            while waiting and monotonic() < ends:
                # What fails here in a way that nobody knows stays claimed, and holds up no other.
                key, mail = waiting.pop()
                try:
                    done[key] = hand_over(connection, mail)
                except UnreachableError:
                    done[key] = Outcome.BROKEN_OFF
                    raise
                if monotonic() >= written + RHYTHM:
                    _write_down(batch, done)
                    done, written = {}, monotonic()
    finally:
        _write_down(batch, done | {key: Outcome.UNTRIED for key, _ in waiting})


def _heads() -> dict[tuple[str, str], int]:
    """The newest number that is released, by language and frequency. One query."""
    rows = Announcement.objects.filter(released=True).values("locale", "frequency")
    newest = rows.annotate(head=Max("number")).order_by()
    return {(row["locale"], row["frequency"]): row["head"] for row in newest}


def _behind(heads: dict[tuple[str, str], int]) -> QuerySet[Subscription]:
    """Those who do not know the newest yet; weekly, once after each Monday."""
    behind = Q(pk__in=[])
    for (locale, frequency), head in heads.items():
        these = Q(locale=locale, frequency=frequency, cursor__lt=head)
        if frequency == Frequency.WEEKLY:
            these &= Q(sent_at=None) | Q(sent_at__lt=last_monday(timezone.now()))
        behind |= these
    confirmed = Subscription.objects.filter(confirmed_at__isnull=False)
    return confirmed.filter(behind).order_by("locale", "frequency", "cursor", "pk")


def _claim(due: QuerySet[Subscription]) -> list[Subscription]:
    """Take some of the due for a while, for this worker alone; of one language and frequency."""
    if not due.exists():
        return []
    with locked():
        found = list(due[:SIZE])
        found = [row for row in found if _kind(row) == _kind(found[0])]
        mine = Subscription.objects.filter(pk__in=[row.pk for row in found])
        mine.update(due_at=timezone.now() + CLAIM)
    return found


def _kind(row: Subscription) -> tuple[str, str]:
    return row.locale, row.frequency


def _write_down(batch: Batch, outcomes: dict[UUID, Outcome]) -> None:
    """Settle what came of some mails."""
    if not outcomes:
        return
    keys: dict[Outcome, list[UUID]] = defaultdict(list)
    for key, outcome in outcomes.items():
        keys[outcome].append(key)
    now = timezone.now()

    def rows(outcome: Outcome) -> QuerySet[Subscription]:
        return Subscription.objects.filter(pk__in=keys[outcome])

    with locked():
        rows(Outcome.ACCEPTED).update(due_at=now, refusals=0, **batch.accepted)
        rows(Outcome.NOTHING_TO_SAY).update(due_at=now, **batch.unsaid)
        rows(Outcome.UNTRIED).update(due_at=now)
        gone = rows(Outcome.NO_SUCH_MAILBOX)
        gone.filter(Q(confirmed_at=None) | Q(refusals__gte=REFUSALS - 1)).delete()
        gone.update(refusals=F("refusals") + 1)
        for outcome, pause in AGAIN.items():
            rows(outcome).update(due_at=now + pause)
