"""What the tests of the mailing share: it is on, and time passes when they say so."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from cms.newsletter import tasks
from tests.newsletter.server import HOST, MailServer

real_now = timezone.now


@pytest.fixture(autouse=True)
def mail_is_on(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MAILING = True
    monkeypatch.setattr(tasks.outage, "attempts", 0)


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    """A mail server that takes everything, and what is needed to reach it."""
    server = MailServer()
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = HOST, server.port
    settings.DEFAULT_FROM_EMAIL = "cms@example.net"
    yield server
    server.stop()


@dataclass
class Clock:
    """The present moment, which a test moves."""

    ahead: timedelta = timedelta()

    def now(self) -> datetime:
        return real_now() + self.ahead

    def pass_by(self, **time: float) -> None:
        self.ahead += timedelta(**time)

    def set(self, moment: datetime) -> None:
        self.ahead = moment - real_now()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock.now)
    return clock
