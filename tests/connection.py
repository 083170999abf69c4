"""A test's own database connection, for the product when it is asked as a WSGI application."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.signals import request_finished, request_started
from django.db import close_old_connections

SIGNALS = (request_started, request_finished)


@contextmanager
def kept_open() -> Iterator[None]:
    """Around a request Django closes a connection that is in a transaction, as a test's is."""
    for signal in SIGNALS:
        signal.disconnect(close_old_connections)
    yield
    for signal in SIGNALS:
        signal.connect(close_old_connections)
