"""Whose drafts a search of the back office may look through.

The back office sets the reader for each request. Without one, such as in a command, a search looks
through every draft.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol

from django.db.models import Model, Q


class Reader(Protocol):
    def own(self, model: type[Model]) -> Q | None:
        """Return which objects of a model the person sees with their drafts; None for all."""

    def public(self, model: type[Model]) -> Q:
        """Return which objects of a model anybody may read, as they were published."""


_reader: ContextVar[Reader | None] = ContextVar("search_reader", default=None)


@contextmanager
def search_by(reader: Reader) -> Iterator[None]:
    """Look through what `reader` may see, until the block ends."""
    token = _reader.set(reader)
    try:
        yield
    finally:
        _reader.reset(token)


def current_reader() -> Reader | None:
    return _reader.get()
