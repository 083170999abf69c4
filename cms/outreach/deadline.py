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

# Seconds that a connection lasts.
LONGEST = 20.0


class _Cut(HTTPConnection):
    """A connection that is cut after `LONGEST` seconds."""

    _twin: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        opened = super()._new_conn()
        # The same connection by another handle: TLS takes the first one over.
        self._twin = opened.dup()
        self._end = Timer(LONGEST, _cut, [self._twin])
        self._end.daemon = True
        self._end.start()
        return opened

    def close(self) -> None:
        if self._twin:
            self._end.cancel()
            self._twin.close()
        super().close()


class _SecureCut(_Cut, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Cut


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureCut


def limit(session: Session) -> None:
    """Let no connection of a session last for longer than `LONGEST` seconds."""
    for adapter in session.adapters.values():
        pools = {"http": _Pool, "https": _SecurePool}
        cast(HTTPAdapter, adapter).poolmanager.pool_classes_by_scheme = pools


def _cut(connection: socket.socket) -> None:
    # It may have ended just now.
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
