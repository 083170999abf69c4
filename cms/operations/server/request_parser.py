"""A request parser for waitress whose cost is linear in what a client sends.

waitress parses heads in the one thread that serves all connections. Three of its steps are
quadratic or worse in a hostile head: a malformed request line with an absolute target, spaces
before a header's value, and the control lines of a chunked body, which have no limit at all.
"""

import re
from contextlib import suppress
from typing import Any

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import BaseWSGIServer
from waitress.utilities import BadRequest, RequestHeaderFieldsTooLarge

from cms.operations.server.request_headers import TARGET_LIMIT_BYTES

# The same language as waitress's own pattern, without its ambiguity.
REQUEST_LINE = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]++ [^ ]++(?: HTTP/[0-9]\.[0-9])?")
SPACES_BEFORE_VALUE = re.compile(rb":[ \t]++")
FOLDED_LINE = re.compile(rb"\r\n[ \t]")
END_OF_HEAD = b"\r\n\r\n"
# How much of a refused head is read for the client to come to reading the answer.
REFUSED_HEAD_LIMIT_BYTES = 1024 * 1024
# A chunk's size with its extensions, and the trailer of a chunked body.
CONTROL_LINE_LIMIT_BYTES = 8 * 1024


class RequestParser(HTTPRequestParser):
    """Parses one request; a head over the limit is refused once the client has sent it."""

    def __init__(self, adj: Adjustments) -> None:
        super().__init__(adj)
        # The last bytes of a refused head, or None; and how many came in all.
        self._refused: bytes | None = None
        self._refused_bytes = 0

    def received(self, data: bytes) -> int:
        if self._refused is not None:
            return self._discard(data)
        was_started = self.header_plus + data if self.body_rcv is None else b""
        consumed: int = super().received(data)
        if isinstance(self.error, RequestHeaderFieldsTooLarge):
            self._refuse_head(was_started)
            self._discard(was_started)
            return len(data)
        self._limit_control_lines()
        return consumed

    def parse_header(self, header_plus: bytes) -> None:
        """Parse a head whose request line and spaces cannot cost more than one pass.

        Raises ParsingError, also for what waitress fails at. RFC 9112, section 5.2 lets a server
        refuse folded header lines.
        """
        line, _, _ = header_plus.partition(b"\r\n")
        if not REQUEST_LINE.fullmatch(line.rstrip()):
            raise ParsingError("Start line is invalid")
        if FOLDED_LINE.search(header_plus):
            raise ParsingError("Folded header lines are not supported")
        try:
            super().parse_header(SPACES_BEFORE_VALUE.sub(b": ", header_plus))
        except ValueError as error:
            raise ParsingError("Invalid number or address") from error

    def _refuse_head(self, was_started: bytes) -> None:
        """Refuse a head over the limit; where its target is at fault, leave that to the 414."""
        method, _, rest = was_started.lstrip().partition(b"\r\n")[0].partition(b" ")
        target = rest.partition(b" ")[0]
        self.completed, self._refused = False, b""
        if len(target) > TARGET_LIMIT_BYTES:
            with suppress(ParsingError):
                shortened = target[: TARGET_LIMIT_BYTES + 1]
                self.parse_header(b"%s %s HTTP/1.0\r\n" % (method, shortened))
                self.error = None

    def _discard(self, data: bytes) -> int:
        """Read on to the end of a refused head: who is cut off while sending reads no answer."""
        self._refused_bytes += len(data)
        last = (self._refused or b"") + data
        self._refused = last[-len(END_OF_HEAD) + 1 :]
        self.completed = END_OF_HEAD in last or self._refused_bytes > REFUSED_HEAD_LIMIT_BYTES
        return len(data)

    def _limit_control_lines(self) -> None:
        if not self.chunked or self.body_rcv is None:
            return
        if max(len(self.body_rcv.control_line), len(self.body_rcv.trailer)) > (
            CONTROL_LINE_LIMIT_BYTES
        ):
            self.error = BadRequest("The chunked body is malformed")
            self.completed = True


class Channel(HTTPChannel):
    parser_class = RequestParser


def adopt_parser(servers: dict[int, Any]) -> None:
    """Have the servers in a socket map of waitress parse requests here."""
    for server in servers.values():
        if isinstance(server, BaseWSGIServer):
            server.channel_class = Channel
