"""The product on a port, for clients that are programs of their own.

Requests are answered in the test's own thread while such a program runs, so it sees the world that
the test has made and not committed.
"""

import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from time import monotonic
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.core.handlers.wsgi import WSGIHandler

from tests import connection

# Seconds: what a program may take, and how soon its end is noticed.
PATIENCE, PAUSE = 120, 0.05


@dataclass(frozen=True)
class Asked:
    """A request, and the status it was answered with."""

    path: str
    status: int


class QuietHandler(WSGIRequestHandler):
    # Whoever connects and asks nothing must not hold up the test.
    timeout = 10

    def log_message(self, *args: Any) -> None:
        pass


@dataclass
class Served:
    """A server at `url`; `asked` is every request that it has answered.

    Whoever comes for a host in `moved` is sent on for good, to the same path at the address there.
    """

    server: WSGIServer
    url: str
    asked: list[Asked] = field(default_factory=list)
    moved: dict[str, str] = field(default_factory=dict)

    def run(self, command: list[str], **settings: Any) -> str:
        """Return what a program writes while it is answered; fail if it ends with an error."""
        with (
            TemporaryFile("w+") as output,
            TemporaryFile("w+") as complaints,
            subprocess.Popen(command, stdout=output, stderr=complaints, **settings) as process,
        ):
            deadline = monotonic() + PATIENCE
            while process.poll() is None and monotonic() < deadline:
                self.server.handle_request()
            process.kill()
            output.seek(0)
            complaints.seek(0)
            told, wrong = output.read(), complaints.read()
        assert process.returncode == 0, told + wrong
        return told


@contextmanager
def served() -> Iterator[Served]:
    """Serve while inside. `settings.BASE_URL` should be its `url` before anything is published."""
    product = WSGIHandler()
    with (
        connection.kept_open(),
        make_server("127.0.0.1", 0, product, handler_class=QuietHandler) as server,
    ):
        server.timeout = PAUSE
        made = Served(server, f"http://127.0.0.1:{server.server_port}")

        def recording(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            query = environ["QUERY_STRING"]
            path = environ["PATH_INFO"] + (f"?{query}" if query else "")

            def begin(status: str, *rest: Any) -> Any:
                made.asked.append(Asked(path, int(status[:3])))
                return start_response(status, *rest)

            if new := made.moved.get(environ["HTTP_HOST"]):
                begin("301 Moved Permanently", [("Location", f"{new}{path}")])
                return [b""]
            return product(environ, begin)

        server.set_app(recording)
        yield made
