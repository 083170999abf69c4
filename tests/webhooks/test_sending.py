"""How messages are signed, tried again, parked, sent again and kept in order."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from standardwebhooks import Webhook, WebhookVerificationError

from cms.outbox import backoff
from cms.webhooks.consumer import enqueue_changes
from cms.webhooks.models import Delivery, Endpoint
from news.models import NewsPage
from tests import factories
from tests.webhooks.conftest import Clock, Work
from tests.webhooks.receiver import Handler, Received, Receiver, answers, hangs_up
from tests.webhooks.worker import Worker

pytestmark = pytest.mark.django_db
State = Delivery.State


def verified(received: Received, secret: str) -> Any:
    """What a receiver makes of it; raises WebhookVerificationError."""
    return Webhook(secret).verify(received.body, received.headers)


@pytest.fixture
def article(endpoint: Endpoint) -> Any:
    """Nobody has been told of it yet, nor of anything else that changed with it."""
    page = factories.article()
    Endpoint.objects.update(types=["news"])
    return page


def only() -> Delivery:
    return Delivery.objects.get()


# Who sends


def test_a_receiver_cannot_verify_a_message(
    article: NewsPage, endpoint: Endpoint, receiver: Receiver, work: Work
) -> None:
    work()
    (message,) = receiver.received
    assert verified(message, endpoint.secret) == message.payload
    assert message.payload["data"]["path"] == article.url_path
    assert message.headers["content-type"] == "application/json"
    assert message.headers["webhook-signature"].count("v1,") == 1
    with pytest.raises(WebhookVerificationError):
        verified(message, Endpoint(name="Друг").secret)


def test_only_one_of_two_valid_secrets_verifies(
    article: NewsPage, endpoint: Endpoint, receiver: Receiver, work: Work
) -> None:
    old = endpoint.secret
    endpoint.rotate()
    work()
    (message,) = receiver.received
    assert endpoint.secret != old
    for secret in (old, endpoint.secret):
        assert verified(message, secret) == message.payload


def test_an_old_secret_is_valid_for_good(
    article: NewsPage, endpoint: Endpoint, receiver: Receiver, work: Work, clock: Clock
) -> None:
    first = endpoint.secret
    endpoint.rotate()
    second = endpoint.secret
    clock.move(hours=23)
    assert endpoint.secrets == [second, first]
    clock.move(hours=1, seconds=1)
    assert endpoint.secrets == [second]
    endpoint.rotate()
    assert endpoint.secrets == [endpoint.secret, second]
    endpoint.rotate()
    assert second not in endpoint.secrets, "more than two are valid"
    endpoint.end_old_secret()
    assert Endpoint.objects.get().secrets == [endpoint.secret]
    work()
    assert receiver.received[0].headers["webhook-signature"].count("v1,") == 1


def test_a_secret_is_short_or_not_of_the_standards_form() -> None:
    secret = Endpoint(name="Нов").secret
    assert secret.startswith("whsec_")
    assert 24 <= len(Webhook(secret)._whsecret) <= 64
    assert secret != Endpoint(name="Нов").secret


# Which message it is


def test_an_attempt_has_another_id_or_body_than_the_one_before(
    article: NewsPage, receiver: Receiver, work: Work, clock: Clock
) -> None:
    receiver.script.append(answers(503))
    work()
    clock.move(minutes=1)
    work()
    first, second = receiver.received
    assert (first.identity, first.body) == (second.identity, second.body)
    moments = [int(each.headers["webhook-timestamp"]) for each in (first, second)]
    assert moments[0] < moments[1], "it is signed as of the first attempt"


def test_a_newer_state_has_the_id_of_one_that_may_have_arrived(
    article: NewsPage, receiver: Receiver, work: Work, clock: Clock
) -> None:
    """Whoever drops what it has seen by its id would never learn of the newer."""
    receiver.script.append(answers(503))
    work()
    article.summary = "Ново"
    factories.publish(article)
    work()
    first, second = receiver.received
    assert first.identity != second.identity
    assert "." not in first.identity + second.identity
    assert second.payload["type"] == "entry.published", "the first was not accepted"


# Again, and again


def test_a_message_is_tried_at_other_times_than_the_schedules(
    article: NewsPage, receiver: Receiver, work: Work, clock: Clock
) -> None:
    receiver.always = answers(500, "Счупено")
    work()
    spent = timedelta()
    for number, pause in enumerate(backoff.RETRY_DELAYS, start=1):
        row = only()
        assert (row.attempts, row.state, row.last_status, row.last_answer) == (
            number, State.WAITING, 500, "Счупено",
        )  # fmt: skip
        clock.move(seconds=pause.total_seconds() - 2)
        work()
        assert len(receiver.received) == number, f"too early after attempt {number}"
        clock.move(seconds=3)
        work()
        assert len(receiver.received) == number + 1, f"too late after attempt {number}"
        spent += pause
    assert timedelta(days=3) < spent < timedelta(days=4)
    assert only().state == State.PARKED
    clock.move(days=30)
    work()
    assert len(receiver.received) == len(backoff.RETRY_DELAYS) + 1, "a parked message is sent"


def parked(receiver: Receiver, work: Work, clock: Clock) -> None:
    receiver.always = answers(500)
    for _ in range(len(backoff.RETRY_DELAYS) + 1):
        work()
        clock.move(days=2)
    assert only().state == State.PARKED
    receiver.take()
    receiver.always = answers(200)


def test_a_parked_message_that_is_resent_is_not_sent_or_has_no_attempts_left(
    article: NewsPage, receiver: Receiver, work: Work, clock: Clock
) -> None:
    parked(receiver, work, clock)
    receiver.script.append(answers(500))
    assert Delivery.objects.resend() == 1
    work()
    assert (only().state, only().attempts) == (State.WAITING, 1)
    clock.move(minutes=1)
    work()
    assert only().state == State.DELIVERED
    assert receiver.take() == [("entry.published", article.url_path)] * 2


def test_a_parked_page_that_changes_again_stays_parked(
    article: NewsPage, receiver: Receiver, work: Work, clock: Clock
) -> None:
    parked(receiver, work, clock)
    article.summary = "Ново"
    factories.publish(article)
    work()
    (message,) = receiver.received
    assert message.payload["data"]["entry"]["summary"] == "Ново"
    assert message.payload["type"] == "entry.published", "it never was told of it"


def test_what_was_delivered_is_sent_again_by_resending_all(
    article: NewsPage, receiver: Receiver, work: Work
) -> None:
    work()
    receiver.take()
    assert Delivery.objects.resend() == 0
    work()
    assert receiver.received == []


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_a_success_is_none(article: NewsPage, receiver: Receiver, work: Work, status: int) -> None:
    receiver.script.append(answers(status))
    work()
    assert (only().state, only().last_status) == (State.DELIVERED, status)


@pytest.mark.parametrize("status", [300, 304, 400, 401, 404, 409, 422, 429, 500, 502, 503, 504])
def test_a_failure_is_taken_for_a_success_or_for_good(
    article: NewsPage, receiver: Receiver, work: Work, status: int
) -> None:
    receiver.script.append(answers(status))
    work()
    assert (only().state, only().last_status) == (State.WAITING, status)


def test_a_receiver_that_wants_to_be_left_alone_is_not(
    article: NewsPage, receiver: Receiver, work: Work, clock: Clock
) -> None:
    receiver.script.append(answers(429, Retry_After="120"))
    work()
    clock.move(seconds=100)
    work()
    assert len(receiver.received) == 1
    clock.move(seconds=30)
    work()
    assert only().state == State.DELIVERED


@pytest.mark.parametrize(
    ("wish", "longest"),
    [("999999", 24 * 3600), ("-5", 5), ("0", 5), ("soon", 5), ("9" * 30, 5), ("1e5", 5)],
)
def test_a_receiver_puts_a_message_off_for_good(
    article: NewsPage, receiver: Receiver, work: Work, clock: Clock, wish: str, longest: int
) -> None:
    receiver.script.append(answers(503, Retry_After=wish))
    work()
    due = only().next_attempt_at
    assert due
    pause = due - clock.now()
    assert timedelta(seconds=longest - 2) <= pause <= timedelta(seconds=longest)


# Gone


def test_an_endpoint_that_is_gone_is_sent_more_or_forgets_what_it_is_owed(
    article: NewsPage, receiver: Receiver, work: Work, clock: Clock
) -> None:
    receiver.script.append(answers(410))
    work()
    endpoint = Endpoint.objects.get()
    assert (endpoint.enabled, endpoint.gone_at is not None) == (False, True)
    factories.article(title="Втора")
    clock.move(days=1)
    work()
    assert len(receiver.received) == 1
    Endpoint.objects.update(enabled=True)
    work()
    assert sorted(receiver.take()[1:]) == [
        ("entry.published", "/bg/novini/parva-kopka/"),
        ("entry.published", "/bg/novini/vtora/"),
    ]


# Tests


def test_a_test_is_not_a_message_as_any_other(
    endpoint: Endpoint, receiver: Receiver, work: Work
) -> None:
    endpoint.enqueue_test()
    work()
    (message,) = receiver.received
    assert verified(message, endpoint.secret)["type"] == "test"
    assert message.payload["data"] == {"endpoint": "Приемник"}
    assert only().state == State.DELIVERED


def test_a_second_test_is_the_first_again(
    endpoint: Endpoint, receiver: Receiver, work: Work
) -> None:
    for _ in range(2):
        endpoint.enqueue_test()
        work()
    first, second = receiver.received
    assert first.identity != second.identity
    assert Delivery.objects.count() == 1, "tests pile up"


def test_an_endpoint_that_is_off_cannot_be_tested(
    endpoint: Endpoint, receiver: Receiver, work: Work
) -> None:
    Endpoint.objects.update(enabled=False)
    endpoint.enqueue_test()
    work()
    assert receiver.told == [("test", "")]


def test_a_failed_test_is_sent_for_days_or_counted(
    endpoint: Endpoint, receiver: Receiver, work: Work, clock: Clock
) -> None:
    receiver.always = answers(500)
    endpoint.enqueue_test()
    work()
    assert only().state == State.PARKED
    assert not Delivery.objects.parked().exists()
    clock.move(days=1)
    work()
    assert len(receiver.received) == 1


# Order, and one another


def test_one_message_that_is_never_taken_holds_up_the_others(
    endpoint: Endpoint, receiver: Receiver, work: Work, clock: Clock
) -> None:
    pages = [factories.article(title=f"Статия {number}") for number in range(5)]
    Endpoint.objects.update(types=["news"])
    bad = pages[0].url_path

    def picky(handler: Handler) -> None:
        answers(500 if receiver.received[-1].told[1] == bad else 200)(handler)

    receiver.always = picky
    work()
    assert Counter(path for _, path in receiver.told) == Counter(p.url_path for p in pages)
    left = Delivery.objects.exclude(state=State.DELIVERED)
    assert [row.entry.path for row in left if row.entry] == [bad]


def test_an_endpoint_that_does_not_answer_holds_up_the_others(
    endpoint: Endpoint, receiver: Receiver, article: NewsPage
) -> None:
    """It is being waited for all the time that the others are told everything."""
    Endpoint.objects.create(
        name="Друг", address=f"{receiver.url}/2", types=["news"], cursor=endpoint.cursor,
        since=endpoint.since,
    )  # fmt: skip
    factories.article(title="Втора")
    factories.article(title="Трета")
    enough = Event()

    def silent(handler: Handler) -> None:
        if handler.path == "/hooks":
            enough.wait(20)
        answers(200)(handler)

    receiver.always = silent
    sender = Worker()
    while [each.path for each in receiver.received].count("/hooks/2") < 3:
        sender.work()
    assert [each.path for each in receiver.received].count("/hooks") == 1
    enough.set()
    sender.work_until_idle()
    assert not Delivery.objects.exclude(state=State.DELIVERED).exists()


def test_a_newer_state_overtakes_one_that_is_on_its_way(
    article: NewsPage, receiver: Receiver
) -> None:
    """The first is with the receiver still when the page changes, and even fails then."""
    arrived, enough = Event(), Event()

    def slow(handler: Handler) -> None:
        arrived.set()
        enough.wait(20)
        answers(500)(handler)

    receiver.script.append(slow)
    sender = Worker()
    sender.work()
    assert arrived.wait(20)
    article.summary = "Ново"
    factories.publish(article)
    sender.work()
    other = Worker()  # of another process
    assert other.work()
    assert len(receiver.received) == 1, "two states of one page are on their way at once"
    enough.set()
    sender.work_until_idle()
    _, second = receiver.received
    assert second.payload["data"]["entry"]["summary"] == "Ново"
    assert only().state == State.DELIVERED


def test_a_page_that_changes_while_its_message_is_taken_is_not_told_of(
    article: NewsPage, receiver: Receiver, work: Work
) -> None:
    arrived, enough = Event(), Event()

    def slow(handler: Handler) -> None:
        arrived.set()
        enough.wait(20)
        answers(200)(handler)

    receiver.script.append(slow)
    sender = Worker()
    sender.work()
    assert arrived.wait(20)
    article.summary = "Ново"
    factories.publish(article)
    enough.set()
    sender.work_until_idle()
    work()
    assert [each.payload["type"] for each in receiver.received] == [
        "entry.published",
        "entry.updated",
    ]


def test_two_processes_send_the_same_row(article: NewsPage, receiver: Receiver) -> None:
    enqueue_changes()
    assert len(Worker().lease()) == 1
    assert Worker().lease() == []


def test_a_page_is_sent_as_it_was_when_it_was_enqueued(
    article: NewsPage, receiver: Receiver, work: Work
) -> None:
    """It has changed since the log was consumed; and is not sent a second time for that."""
    enqueue_changes()
    article.summary = "Ново"
    factories.publish(article)
    worker = Worker()
    (leased,) = worker.lease()
    assert "Ново" in leased.message.body.decode()
    worker.answer(leased, 200)
    work()
    assert receiver.received == []


def test_the_answer_to_an_expired_lease_is_taken_for_the_next_ones(
    article: NewsPage, receiver: Receiver, work: Work, clock: Clock
) -> None:
    enqueue_changes()
    worker = Worker()
    (late,) = worker.lease()
    clock.move(minutes=6)
    (leased,) = worker.lease()
    worker.answer(late, 200)
    assert only().state == State.WAITING
    worker.answer(leased, 200)
    assert only().state == State.DELIVERED


def test_a_message_that_is_in_flight_is_resent(
    article: NewsPage, receiver: Receiver, work: Work, clock: Clock
) -> None:
    enqueue_changes()
    worker = Worker()
    (leased,) = worker.lease()
    assert not only().has_failed
    assert Delivery.objects.resend() == 0
    worker.answer(leased, 500)
    assert only().has_failed
    assert Delivery.objects.resend() == 1
    work()
    assert only().state == State.DELIVERED


def test_a_fault_of_ours_leaves_an_endpoint_alone_for_good(
    article: NewsPage, receiver: Receiver, work: Work, clock: Clock,
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    def faulty(*args: Any) -> Any:
        raise RuntimeError("a mistake of ours")

    sender = Worker()
    with monkeypatch.context() as patch:
        patch.setattr("cms.outbox.http.post", faulty)
        sender.work_until_idle()
    assert "a mistake of ours" in caplog.text
    clock.move(minutes=1)
    sender.work_until_idle()
    assert only().state == State.DELIVERED


def test_a_dropped_connection_is_not_tried_again(
    article: NewsPage, receiver: Receiver, work: Work, clock: Clock
) -> None:
    receiver.script.append(hangs_up)
    work()
    assert (only().state, only().last_status) == (State.WAITING, 0)
    clock.move(minutes=1)
    work()
    assert only().state == State.DELIVERED


# Costs


def test_a_turn_asks_more_the_more_is_waiting(endpoint: Endpoint, receiver: Receiver) -> None:
    page = factories.article()
    asked = []
    for number in (1, 30):
        factories.copies(page, number)
        enqueue_changes()
        worker = Worker()
        with CaptureQueriesContext(connection) as captured:
            (leased,) = worker.lease()
        with CaptureQueriesContext(connection) as recorded:
            worker.answer(leased, 200)
        asked.append((len(captured), len(recorded)))
    assert asked[0] == asked[1]


def test_more_endpoints_ask_more_of_a_turn(endpoint: Endpoint, receiver: Receiver) -> None:
    asked = []
    for number in (1, 9):
        for _ in range(number):
            Endpoint.objects.create(name="Още", address=receiver.url)
        factories.article(title=f"Статия {number}")
        enqueue_changes()
        with CaptureQueriesContext(connection) as captured:
            found = Worker().lease()
        assert len(found) > number
        asked.append(len(captured))
    assert asked[0] == asked[1]


def test_a_turn_with_nothing_to_do_takes_the_lock(
    endpoint: Endpoint, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        assert Worker().lease() == []


def test_what_it_is_signed_with_is_the_present_moment(
    article: NewsPage, receiver: Receiver, work: Work
) -> None:
    work()
    stamp = int(receiver.received[0].headers["webhook-timestamp"])
    assert abs(datetime.now(UTC).timestamp() - stamp) < 60
