"""Batches, leases and refusals: at least once, as near to once as can be, and nobody held up."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.core import log_redaction
from cms.newsletter import announcements, tasks
from cms.newsletter.delivery import DigestOutbox, SubscriptionOutbox
from cms.newsletter.models import Subscription
from cms.outbox import loop, smtp
from cms.outbox.loop import Loop
from cms.outbox.outage import Outage
from tests import factories
from tests.newsletter.conftest import Clock
from tests.newsletter.server import MailServer
from tests.newsletter.steps import ADDRESS, ask, link_in, subjects, subscriber, work_on

pytestmark = pytest.mark.django_db

GONE = "550 5.1.1 No such user here"


@pytest.fixture
def due(clock: Clock) -> list[str]:
    """Five subscribers, whose mail of an article is due."""
    factories.news_index()
    work_on()
    addresses = [f"reader{number}@example.org" for number in range(5)]
    for address in addresses:
        subscriber(address)
    factories.article()
    work_on()
    clock.pass_by(minutes=6)
    return addresses


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What the console gets to read, of everything."""
    written = StringIO()
    (handler,) = [
        each
        for each in logging.getLogger().handlers
        if isinstance(each.formatter, log_redaction.RedactingFormatter)
    ]
    assert isinstance(handler, logging.StreamHandler)
    console = handler.setStream(written)
    yield written
    handler.setStream(console)


def recipients(server: MailServer) -> list[str]:
    return sorted(sent.recipient for sent in server.received)


def test_a_batch_takes_more_than_one_connection(server: MailServer, due: list[str]) -> None:
    assert server.connections == 0, "it connects for nothing"
    work_on()
    assert recipients(server) == due
    assert server.connections == 1


def test_a_batch_is_endless(
    server: MailServer, due: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SubscriptionOutbox, "BATCH_SIZE", 2)
    assert tasks.send_newsletter() == 0
    assert len(server.received) == 2
    work_on()
    assert recipients(server) == due


def test_more_subscribers_or_articles_take_more_queries(clock: Clock) -> None:
    factories.news_index()
    work_on()
    taken = []
    for subscribers, articles in ((1, 1), (40, 1), (40, 6)):
        for number in range(subscribers):
            subscriber(f"reader{number}@example.org")
        for number in range(articles):
            factories.article(title=f"Новина {subscribers} {articles} {number}")
        work_on()
        clock.pass_by(minutes=6)
        mail.outbox.clear()
        with CaptureQueriesContext(connection) as captured:
            assert tasks.send_newsletter() == 0
        assert len(mail.outbox) == subscribers
        assert mail.outbox[0].body.count("testserver/bg/novini/") == articles
        taken.append(len(captured))
    assert len(set(taken)) == 1, taken


def test_readers_who_know_different_things_take_more_queries_or_get_the_same(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.news_index()
    work_on()
    for number in range(6):
        subscriber(f"reader{number}@example.org")
        factories.article(title=f"Новина {number}")
    work_on()
    clock.pass_by(minutes=6)
    with CaptureQueriesContext(connection) as captured:
        work_on()
    assert len(captured) < 40
    assert {sent.to[0]: sent.body.count("/novina-") for sent in mail.outbox} == {
        f"reader{number}@example.org": 6 - number for number in range(6)
    }


def test_to_look_for_nothing_takes_many_queries_or_writes(
    django_assert_max_num_queries: Any,
) -> None:
    factories.article()
    subscriber()
    work_on()
    with django_assert_max_num_queries(8) as captured:
        assert tasks.send_newsletter() == tasks.POLL_INTERVAL_SECONDS
    written = [sql for q in captured.captured_queries if not (sql := q["sql"]).startswith("SELECT")]
    assert written == []


# Two workers, and a worker that dies


def test_two_workers_send_the_same(server: MailServer, due: list[str]) -> None:
    announcements.release_due()
    first = Loop(DigestOutbox(Outage()))
    leased, _ = first.prepare(first.lease())
    assert len(leased) == len(due)
    assert tasks.send_newsletter() == tasks.POLL_INTERVAL_SECONDS, (
        "the second finds something to do"
    )
    assert server.received == []
    first.record(list(first.exchange(leased)))
    assert recipients(server) == due
    assert tasks.send_newsletter() == tasks.POLL_INTERVAL_SECONDS


def test_what_a_dead_worker_had_leased_is_never_sent(
    server: MailServer, due: list[str], clock: Clock
) -> None:
    announcements.release_due()
    assert len(tasks.digest_loop.lease()) == len(due)
    clock.pass_by(minutes=9)
    assert tasks.send_newsletter() == tasks.POLL_INTERVAL_SECONDS
    clock.pass_by(minutes=2)
    work_on()
    assert recipients(server) == due


class DeadError(BaseException):
    """The worker is killed."""


def test_a_worker_that_dies_after_sending_loses_a_mail_or_repeats_what_is_written_down(
    server: MailServer, due: list[str], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = loop.Loop.record
    recorded: list[Any] = []

    def die(self: Any, outcomes: list[Any]) -> None:
        if len(recorded) == 2:
            raise DeadError
        recorded.extend(outcomes)
        record(self, outcomes)

    # What is accepted is recorded at once; the third time it dies instead.
    monkeypatch.setattr(loop, "RECORD_INTERVAL_SECONDS", 0)
    monkeypatch.setattr(loop.Loop, "record", die)
    with pytest.raises(DeadError):
        tasks.send_newsletter()
    assert len(server.received) == 3
    monkeypatch.setattr(loop.Loop, "record", record)
    clock.pass_by(minutes=11)
    work_on()
    assert len(server.received) == 6, "more than the one that was not written down is repeated"
    repeated = [sent for sent in server.received if recipients(server).count(sent.recipient) == 2]
    first, second = (sent.message["Message-ID"] for sent in repeated)
    assert first == second, "a mailbox cannot tell that it has it already"
    assert len({sent.message["Message-ID"] for sent in server.received}) == 5


def test_a_mail_that_cannot_be_written_holds_up_the_others(
    server: MailServer, due: list[str], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    send_one = smtp.send_one

    def fail(connection: Any, sent: Any) -> smtp.Reply:
        if sent.to == [due[1]]:
            raise ValueError("a fault of ours")
        return send_one(connection, sent)

    monkeypatch.setattr(smtp, "send_one", fail)
    with pytest.raises(ValueError, match="fault of ours"):
        tasks.send_newsletter()
    work_on()
    assert recipients(server) == [address for address in due if address != due[1]]
    monkeypatch.setattr(smtp, "send_one", send_one)
    clock.pass_by(minutes=11)
    work_on()
    assert recipients(server) == due


def test_who_leaves_while_mails_are_sent_comes_back(server: MailServer, due: list[str]) -> None:
    announcements.release_due()
    leased, _ = tasks.digest_loop.prepare(tasks.digest_loop.lease())
    assert len(leased) == len(due)
    Subscription.objects.filter(address=due[0]).delete()
    tasks.digest_loop.record(list(tasks.digest_loop.exchange(leased)))
    assert not Subscription.objects.filter(address=due[0]).exists()


# A server that takes nothing


def test_a_server_that_is_away_loses_a_mail_or_is_asked_without_end(
    server: MailServer, due: list[str], log: StringIO
) -> None:
    ask("new@example.org")
    server.stop()
    assert [tasks.send_newsletter() for _ in range(5)] == [5, 300, 1800, 1800, 1800]
    assert log.getvalue().count("takes no mail") == 1
    server.start()
    work_on()
    assert recipients(server) == sorted([*due, "new@example.org"])
    assert log.getvalue().count("takes mail again") == 1
    server.stop()
    ask("newer@example.org")
    assert tasks.send_newsletter() == 5, "the pauses go on growing after it was back"


@pytest.mark.parametrize(
    "answers",
    [
        {"to_recipient": {"reader2@example.org": "421 4.7.0 reader2@example.org: too many"}},
        {"to_mail": {"reader2@example.org": "421 reader2@example.org: shutting down"}},
    ],
)
def test_a_server_that_breaks_off_loses_a_mail_or_gets_one_twice(
    server: MailServer, due: list[str], clock: Clock, log: StringIO, answers: dict[str, Any]
) -> None:
    vars(server).update(answers)
    assert tasks.send_newsletter() == 5
    # Whatever it was about the third mail, the others go first.
    work_on()
    others = [address for address in due if address != "reader2@example.org"]
    assert recipients(server) == others
    server.to_recipient, server.to_mail = {}, {}
    clock.pass_by(minutes=6)
    work_on()
    assert recipients(server) == due
    assert "421" in log.getvalue()
    assert "example.org" not in log.getvalue()


def test_a_refused_sender_erases_the_recipients(
    server: MailServer, due: list[str], clock: Clock
) -> None:
    server.to_sender = "550 5.7.1 Sender rejected"
    for _ in range(10):
        assert tasks.send_newsletter() > 0
        clock.pass_by(hours=25)
    assert Subscription.objects.count() == 5
    server.to_sender = ""
    work_on()
    assert recipients(server) == due


# Recipients that are refused


def test_a_mailbox_that_is_gone_is_tried_for_ever_or_given_up_at_once(
    server: MailServer, due: list[str], clock: Clock, log: StringIO
) -> None:
    server.to_recipient = {due[0]: GONE}
    for days in range(3):
        work_on()
        assert recipients(server) == due[1:], "others are held up"
        assert Subscription.objects.filter(address=due[0]).exists() == (days < 2)
        clock.pass_by(hours=23)
        work_on()
        clock.pass_by(hours=2)
    assert Subscription.objects.count() == 4
    assert due[0] not in log.getvalue()


def test_refusals_that_are_not_in_a_row_are_counted_together(
    server: MailServer, due: list[str], clock: Clock
) -> None:
    for _ in range(4):
        server.to_recipient = {due[0]: GONE}
        work_on()
        clock.pass_by(days=1, minutes=1)
        server.to_recipient = {}
        work_on()
        factories.article(title=f"Още {clock.ahead}")
        work_on()
        clock.pass_by(minutes=6)
    assert Subscription.objects.filter(address=due[0]).exists()


def test_an_address_that_never_was_is_kept_until_it_is_forgotten(server: MailServer) -> None:
    server.to_recipient = {ADDRESS: GONE}
    ask()
    work_on()
    assert not Subscription.objects.exists()


@pytest.mark.parametrize(
    ("answers", "pause"),
    [
        ({"to_recipient": "450 4.2.0 Greylisted, ivan@example.org"}, timedelta(hours=1)),
        ({"to_recipient": "452 4.2.2 Mailbox full"}, timedelta(hours=1)),
        ({"to_recipient": "550 5.7.1 Your network is blocked"}, timedelta(days=1)),
        ({"to_mail": "451 4.3.0 Try again"}, timedelta(hours=1)),
        ({"to_mail": "554 5.6.0 We dislike your mail"}, timedelta(days=1)),
    ],
)
def test_what_is_not_taken_now_is_lost_or_tried_without_a_pause(
    server: MailServer, clock: Clock, answers: dict[str, str], pause: timedelta
) -> None:
    factories.news_index()
    work_on()
    subscriber()
    factories.article()
    work_on()
    clock.pass_by(minutes=6)
    vars(server).update({name: {ADDRESS: answer} for name, answer in answers.items()})
    for _ in range(5):
        work_on()
        clock.ahead += pause + timedelta(minutes=1)
    assert Subscription.objects.exists(), "it is erased though its mailbox is there"
    assert server.connections == 5
    for name in answers:
        vars(server)[name] = {}
    work_on()
    assert recipients(server) == [ADDRESS]


def test_a_link_that_is_asked_for_during_a_refusal_is_lost(
    server: MailServer, clock: Clock
) -> None:
    server.to_recipient = {ADDRESS: "450 4.2.0 Greylisted"}
    ask()
    work_on()
    server.to_recipient = {}
    clock.pass_by(minutes=61)
    work_on()
    (sent,) = server.received
    assert link_in(sent.part("plain"))


def test_a_confirmed_address_is_mailed_a_link_besides_the_news(clock: Clock) -> None:
    factories.news_index()
    work_on()
    subscriber()
    factories.article()
    work_on()
    clock.pass_by(minutes=6)
    ask()
    work_on()
    assert len(subjects()) == 2
