"""Whose drafts a search of the back office may look through.

The back office sets the reader for each request. Without one, such as in a command, a search looks
through every draft.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol

from django.db.models import Model, Q


class DraftAccess(Protocol):
    def filter_with_drafts(self, model: type[Model]) -> Q | None:
        """Return which objects of a model the person sees with their drafts; None for all."""

    def filter_published(self, model: type[Model]) -> Q:
        """Return which objects of a model anybody may read, as they were published."""


_access: ContextVar[DraftAccess | None] = ContextVar("search_reader", default=None)


@contextmanager
def search_as(access: DraftAccess) -> Iterator[None]:
    """Look through what `access` lets through, until the block ends."""
    token = _access.set(access)
    try:
        yield
    finally:
        _access.reset(token)


def get_current_access() -> DraftAccess | None:
    return _access.get()
