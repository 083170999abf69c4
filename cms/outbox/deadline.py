"""An end to every exchange: a connection that is cut after a while, whatever it is doing.

A time limit of `requests` begins anew with each byte, so whoever sends one now and then is never
done. Here the connection itself has a last moment, from before its TLS handshake on.
"""

import socket
from contextlib import suppress
from threading import Timer
from typing import cast

from requests import Session
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

# Seconds that a connection lasts, unless its user allows for more.
MAX_SECONDS = 20.0


class _DeadlineConnection(HTTPConnection):
    """A connection that is cut after `seconds`."""

    seconds = MAX_SECONDS
    _twin: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        opened = super()._new_conn()
        # The same connection by another handle: TLS takes the first one over.
        self._twin = opened.dup()
        self._end = Timer(self.seconds, _close_socket, [self._twin])
        self._end.daemon = True
        self._end.start()
        return opened

    def close(self) -> None:
        if self._twin:
            self._end.cancel()
            self._twin.close()
        super().close()


class _SecureDeadlineConnection(_DeadlineConnection, HTTPSConnection):
    pass


def limit_duration(session: Session, seconds: float) -> None:
    """Let no connection of a session last for longer than so many seconds."""
    cut, secure = (
        type(kind.__name__, (kind,), {"seconds": seconds})
        for kind in (_DeadlineConnection, _SecureDeadlineConnection)
    )
    pools = {
        "http": type("_Pool", (HTTPConnectionPool,), {"ConnectionCls": cut}),
        "https": type("_SecurePool", (HTTPSConnectionPool,), {"ConnectionCls": secure}),
    }
    for adapter in session.adapters.values():
        cast(HTTPAdapter, adapter).poolmanager.pool_classes_by_scheme = pools


def _close_socket(connection: socket.socket) -> None:
    # It may have ended just now.
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
