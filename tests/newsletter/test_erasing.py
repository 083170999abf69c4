"""Whoever leaves is gone: their address stands in no column of any table, and in no log.

The same search finds it while they are subscribed, so it would find it afterwards.
"""

import logging
import sqlite3
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from cms.core import log_redaction
from cms.newsletter import subscriptions, tasks
from cms.newsletter.models import Subscription
from tests import factories
from tests.newsletter.conftest import Clock
from tests.newsletter.server import MailServer
from tests.newsletter.steps import ask, own_path, subscriber, work_on

pytestmark = pytest.mark.django_db

# Letters that nothing else has.
NAME = "zhaltoklyunka"
WHO = f"{NAME.capitalize()}@Example.org"


def told() -> dict[str, list[str]]:
    """The columns of the whole database in which the address stands, in whatever letters."""
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    if NAME in _text(value).lower():
                        found.setdefault(table, []).append(name)
    return found


def _text(value: Any) -> str:
    """A column's value as it can be searched, pictures and sessions included."""
    if isinstance(value, memoryview):
        value = value.tobytes()
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


@pytest.fixture
def log() -> Iterator[StringIO]:
    """All that is logged at all, as the console gets it."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(log_redaction.RedactingFormatter())
    # The mail server of the test runs in this process, and logs what it hears.
    handler.addFilter(lambda record: record.name != "mail.log")
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.setLevel(before)
    root.removeHandler(handler)


def test_the_search_finds_nothing() -> None:
    subscriber(WHO)
    assert told() == {"mailing_subscription": ["address"]}


def test_leaving_leaves_something(clock: Clock) -> None:
    path = own_path(subscriber(WHO))
    ask(WHO)
    work_on()
    factories.article()
    work_on()
    clock.pass_by(minutes=6)
    work_on()
    Client().post(path, {"do": "leave"})
    assert told() == {}
    assert not [key for key in getattr(cache, "_cache", {}) if NAME in str(key)]


def test_one_click_leaves_something() -> None:
    path = own_path(subscriber(WHO))
    Client().post(path, {"List-Unsubscribe": "One-Click"})
    assert told() == {}


def test_what_is_not_confirmed_leaves_something(clock: Clock) -> None:
    ask(WHO)
    assert told()
    clock.pass_by(days=2)
    work_on()
    assert told() == {}


def test_a_mailbox_that_is_gone_leaves_something(
    server: MailServer, clock: Clock, log: StringIO
) -> None:
    subscription = subscriber(WHO)
    server.to_recipient = {subscription.address: f"550 5.1.1 {WHO} is unknown"}
    ask(WHO)
    for _ in range(3):
        work_on()
        clock.pass_by(hours=25)
    assert told() == {}
    assert NAME not in log.getvalue().lower()


def test_an_administrator_who_erases_leaves_something(
    admin: Client, clock: Clock, log: StringIO
) -> None:
    subscription = subscriber(WHO)
    admin.get(reverse("mailing:index"), {"q": NAME})
    admin.get(reverse("mailing:index_results"), {"q": NAME, "locale": "bg"})
    admin.get(reverse("mailing:inspect", args=[subscription.pk]))
    erase = reverse("mailing:delete", args=[subscription.pk])
    admin.get(erase)
    answer = admin.post(erase)
    assert (answer.status_code, answer["Location"]) == (302, reverse("mailing:index"))
    assert told() == {}
    assert NAME not in answer.cookies.output().lower()
    assert NAME not in log.getvalue().lower().replace(f"?q={NAME}", "")
    shown = admin.get(reverse("mailing:index")).content.decode()
    assert "Абонаментът е изтрит." in shown
    assert NAME not in shown.lower()


def test_a_log_tells_an_address_or_a_link(
    server: MailServer, clock: Clock, log: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(raise_request_exception=False)
    subscription = subscriber(WHO)
    path = own_path(subscription)
    token = path.split("/")[4]
    ask(WHO)
    ask(f"{WHO}, wrong")
    for address in (
        path,
        f"{path}nyama/",
        path.replace("/bg/abonament/poshta", "/en/subscribe/mail"),
    ):
        client.get(address)
        client.post(address)
        client.put(address)
    for odd in (token[:-4], f"x{token}", f"{token[:7]}x{token[7:]}"):
        client.get(path.replace(token, odd))
    for answer in (f"450 {WHO} later", f"421 {WHO} goodbye"):
        server.to_recipient = {subscription.address: answer}
        tasks.send_newsletter()
        clock.pass_by(hours=25)
    server.to_recipient, server.to_mail = {}, {subscription.address: f"421 {WHO}"}
    tasks.send_newsletter()
    server.stop()
    clock.pass_by(hours=25)
    tasks.send_newsletter()

    def fail(*args: Any) -> Any:
        raise RuntimeError(f"cannot open {token}")

    monkeypatch.setattr(subscriptions, "open_subscription", fail)
    assert client.get(path).status_code == 500
    text = log.getvalue()
    assert "[token]" in text
    assert "takes no mail" in text
    assert NAME not in text.lower()
    assert token.partition(".")[2][:10] not in text


def test_the_database_can_open_a_subscription() -> None:
    subscription = subscriber(WHO)
    token = own_path(subscription).split("/")[4]
    row = str(Subscription.objects.values().get())
    assert token.partition(".")[2] not in row


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="what a deleted row leaves in a file is asked of SQLite"
)
def test_a_database_file_keeps_what_is_deleted(tmp_path: Any) -> None:
    """As the settings open it: other builds of SQLite leave deleted bytes where they were."""
    file = tmp_path / "db.sqlite3"
    opened = sqlite3.connect(file)
    opened.executescript(configured.DATABASES["default"]["OPTIONS"]["init_command"])
    assert opened.execute("PRAGMA secure_delete").fetchone() == (1,)
    opened.execute("CREATE TABLE subscription (address TEXT UNIQUE)")
    opened.execute("INSERT INTO subscription VALUES (?)", [WHO])
    opened.commit()
    opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert WHO.encode() in file.read_bytes()
    opened.execute("DELETE FROM subscription")
    opened.commit()
    opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    opened.close()
    assert WHO.encode() not in file.read_bytes()
