"""Whoever dies, at whichever step, leaves everything to the next: nothing is lost."""

from typing import Any

import pytest
from django.db import connection

from cms.outreach.webhooks import claims, following
from cms.outreach.webhooks.models import Delivery, Endpoint
from cms.outreach.webhooks.sending import Sender
from tests import factories
from tests.outreach.webhooks.conftest import Clock, Work
from tests.outreach.webhooks.receiver import Receiver

pytestmark = pytest.mark.django_db


class Died(BaseException):
    """What a process that dies raises, for all that its own code sees of it."""


def die(*args: Any, **kwargs: Any) -> Any:
    raise Died


@pytest.fixture
def page(endpoint: Endpoint) -> Any:
    page = factories.article()
    Endpoint.objects.update(types=["news"])
    return page


def sent(receiver: Receiver) -> list[str]:
    return [each.identity for each in receiver.received]


def test_what_was_claimed_and_not_sent_is_lost(
    page: Any, receiver: Receiver, work: Work, clock: Clock
) -> None:
    following.follow()
    assert len(claims.turn([], set())) == 1
    work()
    assert sent(receiver) == [], "it is sent while it may be on its way"
    clock.move(minutes=5, seconds=1)
    work()
    assert len(sent(receiver)) == 1
    assert Delivery.objects.get().state == Delivery.State.DELIVERED


def test_what_was_sent_and_not_written_down_is_lost_or_has_a_new_id(
    page: Any, receiver: Receiver, work: Work, clock: Clock
) -> None:
    sender = Sender()
    while not receiver.received:
        sender.work()
    assert sender.outcomes, "it was written down"
    clock.move(minutes=5, seconds=1)
    work()
    first, second = sent(receiver)
    assert first == second
    assert Delivery.objects.get().state == Delivery.State.DELIVERED


def test_what_changes_after_a_death_is_told_by_halves(
    page: Any, receiver: Receiver, work: Work, clock: Clock
) -> None:
    """The receiver has the first state, and nobody here knows; then the page changes."""
    sender = Sender()
    while not receiver.received:
        sender.work()
    page.summary = "Ново"
    factories.publish(page)
    clock.move(minutes=5, seconds=1)
    work()
    first, second = receiver.received
    assert first.identity != second.identity
    assert second.payload["data"]["entry"]["summary"] == "Ново"


@pytest.mark.parametrize(
    "step",
    [
        "cms.outreach.webhooks.following._owe",
        "cms.outreach.webhooks.models.Delivery.objects.bulk_create",
        "cms.outreach.webhooks.models.Endpoint.save",
        "cms.outreach.webhooks.claims.settle",
        "cms.outreach.webhooks.claims.claim",
        "cms.outreach.webhooks.claims.message",
        "cms.outreach.webhooks.claims.signed",
        "cms.outreach.webhooks.models.Delivery.objects.bulk_update",
        "cms.outreach.webhooks.sending.Thread.start",
        "cms.outreach.webhooks.sending.Sender.wait",
    ],
)
def test_a_death_at_a_step_loses_something(
    page: Any,
    receiver: Receiver,
    work: Work,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(step, die)
        with pytest.raises(Died):
            work()
    clock.move(minutes=5, seconds=1)
    work()
    assert {each.told for each in receiver.received} == {("entry.published", page.url_path)}
    assert Delivery.objects.get().state == Delivery.State.DELIVERED


def test_a_death_at_some_statement_loses_something(
    page: Any, receiver: Receiver, work: Work, clock: Clock
) -> None:
    """At every statement of a whole pass: taking over, claiming, writing down."""
    for number in range(1, 200):
        page.summary = f"Версия {number}"
        factories.publish(page)
        left = number

        def statement(execute: Any, *arguments: Any) -> Any:
            nonlocal left
            left -= 1
            if not left:
                raise Died
            return execute(*arguments)

        try:
            with connection.execute_wrapper(statement):
                work()
        except Died:
            clock.move(minutes=5, seconds=1)
            work()
        last = receiver.received[-1]
        assert last.payload["data"]["entry"]["summary"] == page.summary, f"statement {number}"
        assert Delivery.objects.get().state == Delivery.State.DELIVERED
        if left > 0:
            break
    assert 15 < number < 199, "it was not at every statement"
