"""The product behind waitress, as `manage.py serve` runs it, on a port of this machine.

It answers in a thread of its own on the test's database connection, so it sees the world that the
test has made and not committed. The test must not use the database while it waits for an answer.
"""

import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

from django.db import connections
from waitress import wasyncore

from cms.operations.management.commands.serve import make_server
from cms.wsgi import application
from tests import connection

PAUSE_SECONDS = 0.5


@contextmanager
def served_by_waitress() -> Iterator[int]:
    """Serve while inside; yield the port."""
    own = connections["default"]

    def on_own_connection(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        connections["default"] = own
        return application(environ, start_response)

    listening = socket.create_server(("127.0.0.1", 0))
    server = make_server(on_own_connection, [listening], threads=1)
    stop = Event()
    thread = Thread(target=_loop, args=(server, stop))
    own.inc_thread_sharing()
    try:
        with connection.kept_open():
            thread.start()
            yield int(listening.getsockname()[1])
            stop.set()
            thread.join()
            server.task_dispatcher.shutdown()
    finally:
        wasyncore.close_all(server._map)
        own.dec_thread_sharing()


def _loop(server: Any, stop: Event) -> None:
    while not stop.is_set():
        wasyncore.loop(timeout=PAUSE_SECONDS, use_poll=True, map=server._map, count=1)
