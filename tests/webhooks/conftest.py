"""A receiver, the endpoint that leads to it, a sender of our own, and a clock that can be moved."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from cms.webhooks.models import Endpoint
from tests import factories
from tests.webhooks.receiver import Receiver, receiving
from tests.webhooks.worker import Worker

Work = Callable[[], None]
real_now = timezone.now


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def endpoint(receiver: Receiver, db: None) -> Endpoint:
    """Made when a small site is there already; it wants to know everything."""
    factories.news_index()
    return Endpoint.objects.create(name="Приемник", address=receiver.url)


@pytest.fixture
def work(db: None) -> Work:
    """Do what a worker would, until it rests."""
    return lambda: Worker().work_until_idle()


@dataclass
class Clock:
    """What time it is: the real one and how much it is ahead."""

    ahead: timedelta = timedelta()

    def now(self) -> datetime:
        return real_now() + self.ahead

    def move(self, **by: float) -> None:
        self.ahead += timedelta(**by)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock.now)
    return clock
