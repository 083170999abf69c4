"""What a worker that died had leased is sent by the next, once the lease has expired.

Kills at every step are in tests/processes/test_outbox.py.
"""

from typing import Any

import pytest

from cms.webhooks import consumer
from cms.webhooks.models import Delivery, Endpoint
from tests import factories
from tests.webhooks.conftest import Clock, Work
from tests.webhooks.receiver import Receiver
from tests.webhooks.worker import Worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(endpoint: Endpoint) -> Any:
    page = factories.article()
    Endpoint.objects.update(types=["news"])
    return page


def sent(receiver: Receiver) -> list[str]:
    return [each.identity for each in receiver.received]


def test_what_was_leased_and_not_sent_is_lost(
    page: Any, receiver: Receiver, work: Work, clock: Clock
) -> None:
    consumer.enqueue_changes()
    assert len(Worker().lease()) == 1
    work()
    assert sent(receiver) == [], "it is sent while it may be on its way"
    clock.move(minutes=5, seconds=1)
    work()
    assert len(sent(receiver)) == 1
    assert Delivery.objects.get().state == Delivery.State.DELIVERED


def test_what_was_sent_and_not_recorded_is_lost_or_has_a_new_id(
    page: Any, receiver: Receiver, work: Work, clock: Clock
) -> None:
    Worker().send_and_die()
    assert len(sent(receiver)) == 1
    clock.move(minutes=5, seconds=1)
    work()
    first, second = sent(receiver)
    assert first == second
    assert Delivery.objects.get().state == Delivery.State.DELIVERED


def test_what_changes_after_a_death_is_told_by_halves(
    page: Any, receiver: Receiver, work: Work, clock: Clock
) -> None:
    """The receiver has the first state, and nobody here knows; then the page changes."""
    Worker().send_and_die()
    page.summary = "Ново"
    factories.publish(page)
    clock.move(minutes=5, seconds=1)
    work()
    first, second = receiver.received
    assert first.identity != second.identity
    assert second.payload["data"]["entry"]["summary"] == "Ново"
