"""Sending to servers elsewhere: within a time limit, never on to another address, and only to
machines of the open internet unless the caller says otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass

from requests import RequestException, Response
from requests_hardened import Config, Manager
from requests_hardened.ip_filter import InvalidIPAddress

# Seconds: to connect, and without a word from the other side.
TIMEOUT = (5, 10)
NAME = "cluster-cms"
# Letters of an answer that are kept: enough to see what went wrong.
LONGEST = 200


@dataclass(frozen=True)
class Answer:
    """What came of a request: its status, 0 if there was none, and the first words of it."""

    status: int
    words: str

    @property
    def accepted(self) -> bool:
        return 200 <= self.status < 300


def post(address: str, body: bytes, headers: Mapping[str, str], private: bool = False) -> Answer:
    """Send a body to an address; whatever goes wrong is an answer too.

    Unless `private`, an address of this machine or of a network that is not public is refused,
    by what its name means at the moment of sending.
    """
    manager = Manager(
        Config(
            ip_filter_enable=not private,
            ip_filter_allow_loopback_ips=False,
            never_redirect=True,
            default_timeout=TIMEOUT,
            user_agent_override=NAME,
        )
    )
    try:
        with manager.get_session() as session:
            # Read no further than needed: nobody says how long an answer is.
            response = session.post(address, data=body, headers=dict(headers), stream=True)
            return Answer(response.status_code, _first_words(response))
    except InvalidIPAddress as error:
        return Answer(0, f"The address {error} is private.")
    except (RequestException, OSError, ValueError) as error:
        return Answer(0, f"{type(error).__name__}: {error}"[:LONGEST])


def _first_words(response: Response) -> str:
    text = response.raw.read(LONGEST, decode_content=True).decode(errors="replace")
    return " ".join(text.split()) or response.reason
