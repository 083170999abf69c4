"""Receivers that answer with garbage, too slowly, without end, or not at all."""

import gzip
import threading
from threading import Event
from time import monotonic
from typing import Any

import pytest

from cms.outbox import deadline, http
from cms.webhooks.models import Delivery, Endpoint
from tests.webhooks.conftest import Work
from tests.webhooks.receiver import Behaviour, Handler, Receiver, answers, says

pytestmark = [pytest.mark.django_db, pytest.mark.once]
OK = b"HTTP/1.1 200 OK\r\n"


@pytest.fixture
def test_row(endpoint: Endpoint) -> Any:
    endpoint.enqueue_test()
    return lambda: Delivery.objects.get(entry=None)


def drips(begin: bytes, piece: bytes, until: Event) -> Behaviour:
    """Begin, and then say a little again and again, always before the other side gives up."""

    def drip(handler: Handler) -> None:
        handler.wfile.write(begin)
        while not until.wait(0.02):
            handler.wfile.write(piece)

    return drip


@pytest.mark.parametrize(
    ("begin", "piece", "status"),
    [
        (b"", b"H", 0),
        (OK, b"X: y\r\n", 200),
        (OK, b"x", 200),
        (OK + b"\r\n", b"x", 200),
        (OK + b"Content-Length: 1000000\r\n\r\n", b"x", 200),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n", 200),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n1", b"0", 200),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0),
    ],
)
def test_a_receiver_that_never_ends_is_listened_to_for_good(
    endpoint: Endpoint, receiver: Receiver, work: Work, test_row: Any, begin: bytes, piece: bytes,
    status: int, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(deadline, "MAX_SECONDS", 1.0)
    enough = Event()
    receiver.always = drips(begin, piece, enough)
    work()
    enough.set()
    # On a busy machine, the end may come before the first line does.
    assert test_row().last_status in (0, status)
    assert len(test_row().last_answer) <= 200


def test_whoever_is_cut_off_is_not_told_apart_from_who_hung_up(
    endpoint: Endpoint, receiver: Receiver, work: Work, test_row: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(deadline, "MAX_SECONDS", 1.0)
    enough = Event()
    receiver.always = drips(b"", b"H", enough)
    work()
    enough.set()
    assert test_row().last_answer == "No whole answer within 1 seconds."


def test_a_receiver_that_never_answers_is_waited_for(
    endpoint: Endpoint, receiver: Receiver, work: Work, test_row: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(http, "TIMEOUT_SECONDS", (5, 0.1))
    enough = Event()
    receiver.always = lambda handler: (enough.wait(20), None)[1]
    work()
    enough.set()
    assert test_row().last_status == 0
    assert "Timeout" in test_row().last_answer


def test_a_connection_that_is_done_is_cut_all_the_same(
    endpoint: Endpoint, receiver: Receiver, work: Work, test_row: Any
) -> None:
    """By then another connection may have its number."""
    work()
    assert test_row().last_status == 200
    for timer in threading.enumerate():
        if isinstance(timer, threading.Timer):
            timer.join(5)
            assert not timer.is_alive()


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"", 0),
        (b"\x00\x01\x02\r\n\r\n", 0),
        (b"HTTP/1.1 abc\r\n\r\n", 0),
        (b"HTTP/1.1 99999999999999999999 OK\r\n\r\n", 0),
        (b"HTTP/1.1 0 OK\r\n\r\n", 0),
        (b"HTTP/9.9 200 OK\r\n\r\n", 0),
        (b"SSH-2.0-OpenSSH_9.2\r\n", 0),
        (b"HTTP/1.1 200 " + b"x" * 100_000 + b"\r\n\r\n", 0),
        (OK + b"X: " + b"y" * 100_000 + b"\r\n\r\n", 0),
        (OK + b"X: y\r\n" * 1000 + b"\r\n", 0),
        (OK + b"no colon\r\n\r\n", 200),
        (OK + b"Content-Length: -5\r\n\r\nx", 200),
        (OK + b"Content-Length: 1e9\r\n\r\nx", 200),
        (OK + b"Content-Length: 500\r\n\r\nshort", 200),
        (OK + b"Content-Encoding: gzip\r\n\r\nno gzip at all", 200),
        (OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", 200),
        (OK + b"\r\n\xff\xfe\x00\x1b[31m\xe2\x80\xae", 200),
        (b"HTTP/1.1 500 \xff\x00\x1b\r\n\r\n", 500),
        (b"HTTP/1.1 204\r\n\r\n", 204),
    ],
)
def test_garbage_is_a_fault_of_ours(
    endpoint: Endpoint, receiver: Receiver, work: Work, test_row: Any, raw: bytes, status: int,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    receiver.always = says(raw)
    work()
    row = test_row()
    assert row.last_status == status, row.last_answer
    assert row.last_answer.isprintable()
    assert "could not be sent" not in caplog.text


def test_a_bomb_is_unpacked(
    endpoint: Endpoint, receiver: Receiver, work: Work, test_row: Any
) -> None:
    bomb = gzip.compress(b"x" * 50_000_000)
    receiver.always = says(OK + b"Content-Encoding: gzip\r\n\r\n" + bomb)
    work()
    assert (test_row().last_status, test_row().last_answer) == (200, "x" * 200)


def test_an_answer_is_read_as_html(
    endpoint: Endpoint, receiver: Receiver, work: Work, admin: Any
) -> None:
    receiver.always = answers(500, "<script>alert(1)</script>")
    endpoint.enqueue_test()
    work()
    shown = admin.get(f"/admin/webhooks/deliveries/{endpoint.pk}/").content.decode()
    assert "&lt;script&gt;alert(1)" in shown
    assert "<script>alert(1)" not in shown


@pytest.mark.parametrize("location", [b"http://[", b"\xff\xfe", b"//", b"https://example.org/"])
def test_redirect_is_neither_parsed_nor_read_to_its_end(
    endpoint: Endpoint, receiver: Receiver, work: Work, test_row: Any, location: bytes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(deadline, "MAX_SECONDS", 10.0)
    enough = Event()
    begin = b"HTTP/1.1 302 Found\r\nLocation: " + location + b"\r\n\r\nElsewhere" + b" " * 200
    receiver.always = drips(begin, b"x", enough)
    begun = monotonic()
    work()
    assert monotonic() - begun < deadline.MAX_SECONDS
    enough.set()
    assert (test_row().last_status, test_row().last_answer) == (302, "Elsewhere")
