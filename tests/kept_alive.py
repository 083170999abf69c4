"""A connection that is kept open, read byte by byte: it tells where one answer ends."""

import socket
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser
from types import TracebackType
from typing import Self

TIMEOUT_SECONDS = 60


@dataclass(frozen=True)
class Answer:
    """An answer as it came."""

    status: int
    headers: Message
    body: bytes


class KeptAlive:
    """A client of HTTP/1.1 that sends one request after another over one connection."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.connections = 0
        self._open()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def ask(self, method: str, target: str, **headers: str) -> Answer:
        """Send a request and read its answer; fail where the connection has something else."""
        lines = [f"{method} {target} HTTP/1.1"]
        lines += [f"{name}: {value}" for name, value in ({"Host": "localhost"} | headers).items()]
        self._socket.sendall("\r\n".join([*lines, "", ""]).encode())
        first = self._file.readline()
        assert first.startswith(b"HTTP/1.1 "), f"not the start of an answer: {first[:80]!r}"
        found = BytesHeaderParser().parsebytes(b"".join(iter(self._file.readline, b"\r\n")))
        answer = Answer(int(first.split()[1]), found, self._body(method, found))
        if found["Connection"] == "close":
            assert self._file.read() == b""
            self._close()
            self._open()
        return answer

    def _body(self, method: str, headers: Message) -> bytes:
        if method == "HEAD":
            return b""
        if headers["Transfer-Encoding"] == "chunked":
            return b"".join(iter(self._chunk, b""))
        return self._file.read(int(headers["Content-Length"] or 0))

    def _chunk(self) -> bytes:
        size = int(self._file.readline(), 16)
        return self._file.read(size + 2)[:-2]

    def _open(self) -> None:
        self.connections += 1
        self._socket = socket.create_connection(("127.0.0.1", self.port), TIMEOUT_SECONDS)
        self._file = self._socket.makefile("rb")

    def _close(self) -> None:
        self._file.close()
        self._socket.close()
