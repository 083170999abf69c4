"""A receiver of webhooks on this machine: it keeps what it is sent, and answers as it is told."""

import json
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

JSON = dict[str, Any]
Handler = BaseHTTPRequestHandler
# What is done with a request that was read whole.
Behaviour = Callable[[Handler], None]
# Seconds that a connection may say nothing: no test waits for so long.
PATIENCE = 30


@dataclass(frozen=True)
class Received:
    """A request: its headers by their names in small letters, and its body."""

    path: str
    headers: dict[str, str]
    body: str

    @property
    def payload(self) -> JSON:
        payload: JSON = json.loads(self.body)
        return payload

    @property
    def told(self) -> tuple[str, str]:
        """The type, and the path of what it is about."""
        return self.payload["type"], self.payload["data"].get("path", "")

    @property
    def identity(self) -> str:
        return self.headers["webhook-id"]


def answers(status: int, words: str = "", **headers: str) -> Behaviour:
    def answer(handler: Handler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(words.encode())))
        handler.end_headers()
        handler.wfile.write(words.encode())

    return answer


def says(raw: bytes) -> Behaviour:
    """Send these bytes, whatever they are, and hang up."""

    def say(handler: Handler) -> None:
        handler.wfile.write(raw)
        handler.close_connection = True

    return say


hangs_up = says(b"")


@dataclass
class Receiver:
    """A server at `url`. The next answers are those of `script`, then 200."""

    url: str
    received: list[Received] = field(default_factory=list)
    script: deque[Behaviour] = field(default_factory=deque)
    always: Behaviour = field(default_factory=lambda: answers(200))

    @property
    def told(self) -> list[tuple[str, str]]:
        return [each.told for each in self.received]

    def take(self) -> list[tuple[str, str]]:
        """What was told since the last time."""
        told, self.received = self.told, []
        return told


@contextmanager
def receiving() -> Iterator[Receiver]:
    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = PATIENCE

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.received.append(Received(self.path, headers, body))
            behave = receiver.script.popleft() if receiver.script else receiver.always
            # Whoever sent it may have had enough.
            with suppress(OSError):
                behave(self)

        def log_message(self, *args: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *args: Any) -> None:
            """A connection that is cut is what some tests are about."""

    with Server(("127.0.0.1", 0), Answering) as server:
        receiver = Receiver(f"http://127.0.0.1:{server.server_port}/hooks")
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield receiver
        finally:
            server.shutdown()
            thread.join()
