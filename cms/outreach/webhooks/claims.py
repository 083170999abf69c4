"""What is due is handed out, and what came of it is written down.

To send, a row is claimed first, for a while that is longer than any exchange lasts. Whoever dies
with a claim leaves the row to the next when that while is over: it is sent again, by the same id.
Of one endpoint, one row at a time is handed out, so one page's news arrive in order.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from cms.outreach import pauses
from cms.outreach.client import Answer
from cms.outreach.webhooks.messages import message
from cms.outreach.webhooks.models import Delivery, Endpoint
from cms.outreach.webhooks.signing import signed
from cms.store.lock import locked

# Far more than an exchange lasts: to look up a name, to connect, to be answered.
LEASE = timedelta(minutes=5)
# What a receiver may ask to be left alone for.
LONGEST_REST = timedelta(days=1)
# What an answer changes of a row.
SETTLED = ("since", "state", "due", "claimed_until", "status", "words", "answered_at")


@dataclass(frozen=True)
class Claim:
    """A right to send one row's message until a moment; `number` is the state that is sent."""

    delivery: int
    endpoint: int
    until: datetime
    number: int
    address: str
    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True)
class Outcome:
    """What came of a claim."""

    claim: Claim
    answer: Answer


def turn(outcomes: Collection[Outcome], busy: Collection[int]) -> list[Claim]:
    """Write down what came of claims, and hand out the next: to each endpoint that is not `busy`
    the row that is due first, if there is one. Takes the lock only if there is something to do."""
    if not outcomes and not _ready(busy):
        return []
    with locked():
        settle(outcomes)
        return claim(busy)


def _ready(busy: Collection[int]) -> list[int]:
    """The row that is due first of each endpoint; of one that is off, its test. Two queries."""
    ready = Delivery.objects.ready(timezone.now()).exclude(endpoint__in=busy)
    first = ready.filter(endpoint=OuterRef("pk")).order_by("due", "pk").values("pk")[:1]
    firsts = Endpoint.objects.filter(enabled=True).annotate(first=Subquery(first))
    tests = ready.filter(entry=None, endpoint__enabled=False)
    found = firsts.exclude(first=None).values_list("first", flat=True)
    return [*found, *tests.values_list("pk", flat=True)]


def claim(busy: Collection[int]) -> list[Claim]:
    """Claim what `turn` hands out. Where nothing is left to tell, nothing is owed any more."""
    now = timezone.now()
    claims, claimed, done = [], [], []
    rows = Delivery.objects.filter(pk__in=_ready(busy)).order_by("pk")
    for row in rows.select_related("endpoint", "entry"):
        if made := _claim(row, now):
            claims.append(made)
            claimed.append(row)
        else:
            done.append(row.pk)
    Delivery.objects.filter(pk__in=done).delete()
    Delivery.objects.bulk_update(claimed, ["claimed_until", "attempts", "event"])
    return claims


def _claim(row: Delivery, now: datetime) -> Claim | None:
    told = message(row)
    if told is None:
        return None
    row.claimed_until = now + LEASE
    row.attempts += 1
    row.event = told.event
    endpoint = row.endpoint
    return Claim(
        delivery=row.pk,
        endpoint=endpoint.pk,
        until=row.claimed_until,
        number=row.entry.sequence if row.entry else row.number,
        address=endpoint.address,
        body=told.body.encode(),
        headers=signed(told.identity, told.body, now, endpoint.secrets),
    )


def settle(outcomes: Collection[Outcome]) -> None:
    """Write down what came of claims; of those that had run out, nothing."""
    answers = {outcome.claim.delivery: outcome for outcome in outcomes}
    rows = [
        row
        for row in Delivery.objects.filter(pk__in=answers)
        if row.claimed_until == answers[row.pk].claim.until
    ]
    now = timezone.now()
    for row in rows:
        _settle(row, answers[row.pk], now)
    Delivery.objects.bulk_update(rows, SETTLED)
    # Whoever says so wants to hear no more (Standard Webhooks).
    gone = [row.endpoint_id for row in rows if row.status == HTTPStatus.GONE]
    Endpoint.objects.filter(pk__in=gone).update(enabled=False, gone_at=now)


def _settle(row: Delivery, outcome: Outcome, now: datetime) -> None:
    answer = outcome.answer
    row.claimed_until = None
    row.status, row.words, row.answered_at = answer.status, answer.words, now
    if answer.accepted:
        row.since = outcome.claim.number
        if row.number <= row.since:
            row.state = Delivery.State.DELIVERED
    elif row.attempts:
        _postpone(row, answer, now)
    # Otherwise it was owed anew while this one was on its way.


def _postpone(row: Delivery, answer: Answer, now: datetime) -> None:
    """Have a row that failed sent again later; after the last attempt, or a test, park it."""
    pause = pauses.after(row.attempts) if row.entry_id else None
    if pause is None:
        row.state = Delivery.State.PARKED
    else:
        row.due = now + max(pause, min(timedelta(seconds=answer.retry_after), LONGEST_REST))
