"""Request heads over the limits are refused cheaply, on a real connection and at the WSGI door."""

import json
import socket
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from threading import Thread
from time import process_time
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from waitress.adjustments import Adjustments

from cms.operations.management.commands.serve import make_server, server_limits
from cms.operations.server import request_headers
from cms.operations.server.header_sanitizing import sanitize_headers
from cms.operations.server.request_headers import drop_unsafe_cookies
from cms.operations.server.request_parser import RequestParser

PATH, TARGET = request_headers.PATH_LIMIT_BYTES, request_headers.TARGET_LIMIT_BYTES
HEAD = request_headers.HEAD_LIMIT_BYTES


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of the product, served as `manage.py serve` does."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = make_server(sanitize_headers(WSGIHandler()), [listening])
    thread = Thread(target=server.asyncore.loop, kwargs={"map": server._map, "timeout": 0.1})
    thread.start()
    yield listening.getsockname()[1]
    server.task_dispatcher.shutdown()
    for each in list(server._map.values()):
        each.close()
    thread.join()


def ask(port: int, target: str, method: str = "GET", **headers: str) -> tuple[Any, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(method, target, headers=headers)
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def send(port: int, raw: bytes) -> bytes:
    """Return the start of what comes back for raw bytes; nothing if the connection is cut."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        try:
            connection.sendall(raw)
            return connection.recv(1000)
        except OSError:
            return b""


@pytest.mark.parametrize("size", [PATH, 20_000, 40_000, 100_000])
def test_too_long_path_is_414(port: int, size: int) -> None:
    response, body = ask(port, f"/{'a' * size}")
    assert (response.status, response.reason) == (414, "URI Too Long")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store"
    assert body == b"URI Too Long\n"


@pytest.mark.parametrize("size", [PATH, 40_000])
def test_too_long_path_below_api_is_problem(port: int, size: int) -> None:
    response, body = ask(port, f"/api/{'a' * size}")
    assert response.status == 414
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = json.loads(body)
    assert (problem["status"], problem["type"].split("/")[-2]) == (414, "uri-too-long")


@pytest.mark.parametrize("size", [PATH, 40_000])
def test_head_of_too_long_path_has_no_body(port: int, size: int) -> None:
    response, body = ask(port, f"/api/{'a' * size}", "HEAD")
    assert (response.status, body) == (414, b"")


def test_limits_count_what_was_sent(port: int) -> None:
    assert ask(port, f"/health/live?{'a' * (TARGET - 13)}")[0].status == 200
    assert ask(port, f"/health/live?{'a' * (TARGET - 12)}")[0].status == 414
    assert ask(port, f"/{'a' * (PATH - 1)}")[0].status == 404
    assert ask(port, f"/{'%61' * (PATH // 3)}")[0].status == 404
    assert ask(port, f"/{'%61' * (PATH // 3 + 1)}")[0].status == 414
    assert ask(port, f"http://localhost/{'a' * PATH}")[0].status == 414


def test_target_is_rebuilt_where_the_server_does_not_keep_it() -> None:
    environ = {"PATH_INFO": "/" + "\xd0\xb0" * 682, "QUERY_STRING": ""}
    assert not request_headers.exceeds_limits(environ)
    assert request_headers.exceeds_limits(environ | {"PATH_INFO": "/" + "\xd0\xb0" * 683})
    assert request_headers.exceeds_limits(environ | {"QUERY_STRING": "a" * TARGET})


def test_head_over_the_limit_is_431(port: int) -> None:
    for size in (HEAD, 100_000):
        assert ask(port, "/health/live", Cookie="a" * size)[0].status == 431
        assert ask(port, "/health/live", **{"X-Other": "a" * size})[0].status == 431
    assert ask(port, "/health/live", **{"X-Other": "a" * (HEAD - 1000)})[0].status == 200


BROKEN = {
    "malformed version": b"GET a://1 HTTP/11\r\n\r\n",
    "a space in the target": b"GET / b HTTP/1.1\r\n\r\n",
    "folded line": b"GET / HTTP/1.1\r\nX: a\r\n b\r\n\r\n",
    "5,000 digits of length": b"GET / HTTP/1.1\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n",
    "half an IPv6 address": b"GET http://[ HTTP/1.1\r\n\r\n",
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_head_is_400(port: int, name: str) -> None:
    assert send(port, BROKEN[name])[:13] in (b"HTTP/1.0 400 ", b"HTTP/1.1 400 ")


def test_endless_control_line_of_a_chunked_body_is_cut(port: int) -> None:
    head = b"POST /health/live HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert send(port, head + b"1;" + b"a" * 20_000).startswith((b"HTTP/1.0 400 ", b""))
    parser = RequestParser(Adjustments(**server_limits()))
    parser.received(head)
    parser.received(b"1;" + b"a" * 9000)
    assert parser.completed
    assert parser.error is not None


def test_chunked_body_is_read(port: int) -> None:
    raw = (
        b"POST /health/live HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"1;x=y\r\na\r\n0\r\n\r\n"
    )
    assert send(port, raw).startswith(b"HTTP/1.1 4")


# Parsing a head costs one pass, whatever is in it: bytes that were quadratic or worse.

GROWING: dict[str, Callable[[int], bytes]] = {
    "spaces before a value": lambda n: b"GET / HTTP/1.1\r\nX:" + b" " * n + b"a\r\n\r\n",
    "digits of a host": lambda n: b"GET a://" + b"1" * n + b" x\r\n\r\n",
    "folded lines": lambda n: b"GET / HTTP/1.1\r\nX:" + b"\r\n " * (n // 3) + b"\r\n\r\n",
    "many headers": lambda n: b"GET / HTTP/1.1\r\n" + b"a:\r\n" * (n // 4) + b"\r\n",
    "one method": lambda n: b"A" * n + b"\r\n\r\n",
    "a value of pairs": lambda n: b"GET / HTTP/1.1\r\nX:" + b" a" * (n // 2) + b"\x01\r\n\r\n",
}


@pytest.mark.once
@pytest.mark.parametrize("name", GROWING)
def test_parsing_a_head_is_linear(name: str) -> None:
    adjustments = Adjustments(**server_limits() | {"max_request_header_size": 1_000_000})

    def parse(size: int) -> float:
        raw = GROWING[name](size)
        begun = process_time()
        RequestParser(adjustments).received(raw)
        return process_time() - begun

    once, twice = min(parse(50_000) for _ in range(3)), min(parse(100_000) for _ in range(3))
    assert twice <= 3 * once + 0.02


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("session=a; csrf=b", "session=a; csrf=b"),
        ('a="1\\"2"; session=b', " session=b"),
        ('session="\\000abcdefghij"', ""),
        ('x="' + '\\"' * 4000, ""),
        ("a=" + "b" * 8190, "a=" + "b" * 8190),
        ("a=" + "b" * 8191, None),
    ],
)
def test_unsafe_cookies_are_dropped(sent: str, kept: str | None) -> None:
    environ = {"HTTP_COOKIE": sent}
    drop_unsafe_cookies(environ)
    assert environ.get("HTTP_COOKIE") == kept
