"""Whom an installation talks to: webhook receivers, a WebSub hub, a translation machine, a mailbox.

All of them are on this machine. The three of HTTP share a port and differ by path.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

from tests.upgrade.mailbox import Mailbox

HUB, MACHINE = "/hub", "/machine"
# The start of the address in every fixture; a test moves its rows to a port that is free then.
ORIGIN = "http://127.0.0.1:48733"


@dataclass
class Outside:
    """`statuses` are what a path answers with instead of accepting; `received` are the bodies of
    the requests that were accepted, by path."""

    origin: str
    mail: Mailbox
    statuses: dict[str, int] = field(default_factory=dict)
    received: list[tuple[str, Any]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """What the installation has to be told of them."""
        return {
            "WEBSUB_HUB": f"{self.origin}{HUB}",
            "LIBRETRANSLATE_URL": f"{self.origin}{MACHINE}",
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mail.port}",
        }

    def at(self, path: str) -> list[Any]:
        return [body for where, body in self.received if where == path]

    def answer(self, path: str, body: bytes) -> tuple[int, Any]:
        """Return the status and the JSON of an answer."""
        if status := self.statuses.get(path):
            return status, {"error": "not now"}
        if path == HUB:
            self.received.append((path, {k: v[0] for k, v in parse_qs(body.decode()).items()}))
            return 202, {}
        asked = json.loads(body)
        self.received.append((path, asked))
        if path == f"{MACHINE}/translate":
            words = f"{asked['target'].upper()}: "
            return 200, {"translatedText": [f"{words}{text}" for text in asked["q"]]}
        return 204, {}


@contextmanager
def listening(port: int = 0) -> Iterator[Outside]:
    """Listen while inside, at a port or at any that is free."""
    mail = Mailbox()
    outside = Outside("", mail)

    class Handler(BaseHTTPRequestHandler):
        timeout = 10

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, answer = outside.answer(self.path, body)
            content = b"" if status == 204 else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", port), Handler) as server:
        server.daemon_threads = True
        outside.origin = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        controller = mail.controller()
        controller.start()
        try:
            yield outside
        finally:
            controller.stop()
            server.shutdown()
            thread.join()
