"""Nothing is sent into networks that are not public, whatever an address looks like."""

import socket
from typing import Any

import pytest
from pytest_django import Settings

from cms.outbox import http
from cms.webhooks.forms import EndpointForm
from cms.webhooks.models import Delivery, Endpoint
from tests.webhooks.conftest import Work
from tests.webhooks.receiver import Receiver, answers, receiving

pytestmark = [pytest.mark.django_db, pytest.mark.once]

PRIVATE = [
    "127.0.0.1", "127.8.9.10", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "192.0.2.1",  # noqa: S104
    "198.18.0.1",
    "[::1]", "[::]", "[fe80::1]", "[fc00::1]", "[fd12:3456::1]", "[ff02::1]", "[2001:db8::1]",
    "[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
]  # fmt: skip
# Which C's functions read as such numbers, and so do browsers and this machine.
DISGUISED = [
    "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0", "0x7f.1", "127.0.0.1.",
]  # fmt: skip
LOCAL = ["localhost", "LOCALHOST", "localhost.", "api.localhost"]
NOT_ADDRESSES = [
    "", "example.org", "//example.org/", "ftp://example.org/", "file:///etc/passwd",
    "gopher://example.org/", "javascript:alert(1)", "http://", "https:///hooks", "http://[::1",
    "http://example.org:99999/", "http://example.org:x/", "http://a b/", "http://.example.org/",
    "data:text/plain,x", "mailto:x@example.org", "http://①②⑦.⓪.⓪.①/",
]  # fmt: skip


def form(address: str) -> EndpointForm:
    return EndpointForm({"name": "Приемник", "address": address, "enabled": "on"})


@pytest.mark.parametrize("host", PRIVATE + DISGUISED + LOCAL)
def test_a_form_takes_an_address_that_is_certain_to_be_private(host: str) -> None:
    for address in (f"http://{host}/hooks", f"https://u:p@{host}:8443/"):
        refused = form(address)
        assert not refused.is_valid()
        assert refused.has_error("address", "private"), refused.errors


@pytest.mark.parametrize("host", ["10.0.0.1", "[::1]", "localhost", "intern"])
def test_a_form_refuses_a_private_address_that_is_allowed(host: str, settings: Settings) -> None:
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    assert form(f"http://{host}:9000/hooks").is_valid()


@pytest.mark.parametrize("address", NOT_ADDRESSES)
def test_a_form_takes_what_is_no_address(address: str) -> None:
    assert not form(address).is_valid()


@pytest.mark.parametrize(
    "address",
    ["https://example.org", "http://example.org:8080/a?b=c", "https://8.8.8.8/", "https://пример.бг/"],
)  # fmt: skip
def test_a_form_refuses_an_address(address: str) -> None:
    assert form(address).is_valid()


@pytest.mark.parametrize("host", PRIVATE + DISGUISED + LOCAL)
def test_something_is_sent_to_a_private_address(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the form let through, or a program wrote into the table."""

    def connect(*args: Any) -> Any:
        pytest.fail(f"a connection is opened to {args}")

    monkeypatch.setattr(socket.socket, "connect", connect)
    answer = http.post(f"http://{host}:9/hooks", b"{}", {})
    assert answer.status == 0
    assert "private" in answer.text or "resolve" in answer.text


@pytest.mark.parametrize(
    ("family", "number"),
    [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET, "10.1.2.3"), (socket.AF_INET6, "::1")],
)
def test_a_name_that_means_a_private_address_is_sent_something(
    endpoint: Endpoint, receiver: Receiver, work: Work, settings: Settings,
    monkeypatch: pytest.MonkeyPatch, family: Any, number: str,
) -> None:  # fmt: skip
    settings.WEBHOOK_PRIVATE_ADDRESSES = False
    port = int(receiver.url.split(":")[2].split("/")[0])

    def getaddrinfo(host: str, *args: Any, **kwargs: Any) -> list[Any]:
        assert host == "hooks.example.org"
        return [(family, socket.SOCK_STREAM, 6, "", (number, port))]

    address = f"http://hooks.example.org:{port}/hooks"
    assert form(address).is_valid(), "the form asks what the name means"
    Endpoint.objects.update(address=address)
    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    endpoint.enqueue_test()
    work()
    assert receiver.received == []
    row = Delivery.objects.get()
    assert (row.last_status, row.last_answer) == (0, f"The address {number} is private.")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_leads_to_another_address(
    endpoint: Endpoint, receiver: Receiver, work: Work, status: int
) -> None:
    with receiving() as inside:
        receiver.script.append(answers(status, Location=inside.url))
        endpoint.enqueue_test()
        work()
        assert inside.received == []
    assert len(receiver.received) == 1
    assert Delivery.objects.get().last_status == status


def test_a_secret_is_sent_or_logged(
    endpoint: Endpoint, receiver: Receiver, work: Work, caplog: pytest.LogCaptureFixture
) -> None:
    endpoint.rotate()
    receiver.script.append(answers(500))
    endpoint.enqueue_test()
    work()
    (message,) = receiver.received
    for secret in endpoint.secrets:
        assert secret not in message.body + str(message.headers) + caplog.text
