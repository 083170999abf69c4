"""Sending to servers elsewhere: within a time limit, never on to another address, and only to
machines of the open internet unless the caller says otherwise."""

import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from time import monotonic

from requests import RequestException, Response
from requests_hardened import Config, Manager
from requests_hardened.ip_filter import InvalidIPAddress, filter_host
from urllib3.exceptions import HTTPError

from cms.outbox import deadline

# Seconds: to connect, and without a word from the other side.
TIMEOUT_SECONDS = (5, 10)
USER_AGENT = "cluster-cms"
# Letters of an answer that are kept: enough to see what went wrong.
MAX_TEXT_LENGTH = 200
RETRY_AFTER = re.compile(r"[0-9]{1,6}", re.ASCII)


@dataclass(frozen=True)
class Answer:
    """What came of a request: its status, 0 if there was none, and the first words of it.

    `retry_after` is how many seconds the other side wants to be left alone, where it says so in
    seconds (RFC 9110, section 10.2.3). `body` is the whole of it, for whoever asked for that.
    """

    status: int
    text: str
    retry_after: int = 0
    body: bytes = b""

    @property
    def accepted(self) -> bool:
        return 200 <= self.status < 300


def post(
    address: str,
    body: bytes,
    headers: Mapping[str, str],
    private: bool = False,
    *,
    max_bytes: int = MAX_TEXT_LENGTH,
    timeout_seconds: float | None = None,
) -> Answer:
    """Send a body to an address; whatever goes wrong is an answer too.

    Unless `private`, an address of this machine or of a network that is not public is refused,
    by what its name means at the moment of sending. `max_bytes` is how many bytes of the answer are
    read, and `timeout_seconds` how long all of it may last, where a moment is not enough.
    """
    longest = timeout_seconds or deadline.MAX_SECONDS
    manager = Manager(
        Config(
            ip_filter_enable=not private,
            ip_filter_allow_loopback_ips=False,
            never_redirect=True,
            default_timeout=(TIMEOUT_SECONDS[0], timeout_seconds or TIMEOUT_SECONDS[1]),
            user_agent_override=USER_AGENT,
        )
    )
    started_at = monotonic()
    try:
        with manager.get_session() as session:
            deadline.limit_duration(session, longest)
            session.hooks["response"].append(_forget_redirect)
            # Read no further than needed: nobody says how long an answer is.
            with session.post(address, data=body, headers=dict(headers), stream=True) as response:
                read = _read(response, max_bytes)
                text = _printable(read[:MAX_TEXT_LENGTH].decode(errors="replace"))
                text = text or _printable(response.reason or "")
                return Answer(response.status_code, text, _retry_after_seconds(response), read)
    except InvalidIPAddress as error:
        return Answer(0, f"The address {error} is private.")
    except (RequestException, HTTPError, OSError, ValueError) as error:
        if monotonic() - started_at >= longest:
            return Answer(0, f"No whole answer within {longest:.0f} seconds.")
        return Answer(0, _printable(f"{type(error).__name__}: {error}"))


def is_private(host: str) -> bool:
    """Whether a host is refused whatever its name means elsewhere: `localhost`, or the number of
    an address (in any of its spellings) that is not public. Asks nobody."""
    name = host.rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    if not _is_number(name):
        return False
    try:
        filter_host(name, 0, allow_loopback=False)
    except RequestException:
        return True
    return False


def _is_number(name: str) -> bool:
    """Whether it is an IP address: such as 127.0.0.1, ::1, or what C reads as one (127.1)."""
    try:
        ip_address(name)
    except ValueError:
        try:
            socket.inet_aton(name)
        except OSError:
            return False
    return True


def _forget_redirect(response: Response, **_: object) -> None:
    """Drop the address of a redirect: `requests` would parse it and read the body to its end,
    however long that is, although it is told to follow none."""
    response.headers.pop("Location", None)


def _read(response: Response, size: int) -> bytes:
    """How the answer begins; the status counts even if the rest of it is broken."""
    try:
        return bytes(response.raw.read(size, decode_content=True))
    except (HTTPError, OSError, ValueError):
        return b""


def _printable(text: str) -> str:
    """The text on one line, without letters that no database or screen takes."""
    text = " ".join(text.split())
    return "".join(letter for letter in text if letter.isprintable())[:MAX_TEXT_LENGTH]


def _retry_after_seconds(response: Response) -> int:
    value = response.headers.get("Retry-After", "").strip()
    return int(value) if RETRY_AFTER.fullmatch(value) else 0
