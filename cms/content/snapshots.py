"""What pages say while nothing changes them: in a snapshot, each thing is read from the database
once, and of many pages at a time.

A flush takes one: it is the last act of its transaction, and only reads pages. Outside of a
snapshot everything is read anew.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from wagtail.models import Locale

from cms.content.locales import query_locales_in_use

Name = TypeVar("Name", bound=Hashable)
Value = TypeVar("Value")


class Snapshot:
    """Remembers what was read, by kind and name."""

    def __init__(self) -> None:
        self._kinds: dict[str, dict[Hashable, Any]] = {}

    def read(
        self, kind: str, names: Iterable[Name], read: Callable[[list[Name]], Mapping[Name, Value]]
    ) -> dict[Name, Value | None]:
        """Return what there is of a kind by these names: None where there is nothing.

        `read` is called once, with those that are not known yet, and not at all without any.
        """
        known = self._kinds.setdefault(kind, {})
        wanted = dict.fromkeys(names)
        if unknown := [name for name in wanted if name not in known]:
            found = read(unknown)
            known.update((name, found.get(name)) for name in unknown)
        return {name: known[name] for name in wanted}

    def read_one(self, kind: str, name: Name, read: Callable[[Name], Value]) -> Value:
        """Return what `read` returned for this name first."""
        known = self._kinds.setdefault(kind, {})
        if name not in known:
            known[name] = read(name)
        value: Value = known[name]
        return value

    def forget(self, kind: str) -> None:
        self._kinds.pop(kind, None)


_snapshot: ContextVar[Snapshot | None] = ContextVar("the snapshot that was taken", default=None)


@contextmanager
def use_snapshot() -> Iterator[Snapshot]:
    """Use one snapshot for all that is read inside, that of around if there is one.

    No page, and nothing else that a serializer reads, may be changed inside.
    """
    if snapshot := _snapshot.get():
        yield snapshot
        return
    token = _snapshot.set(Snapshot())
    try:
        yield get_snapshot()
    finally:
        _snapshot.reset(token)


def get_snapshot() -> Snapshot:
    """Return the snapshot that was taken; an empty one, for this call alone, where none was."""
    return _snapshot.get() or Snapshot()


def list_languages() -> list[Locale]:
    """Return the languages in use, in the order in which they were added."""
    return get_snapshot().read_one(
        "languages", "all", lambda _: list(query_locales_in_use().order_by("pk"))
    )


def get_language(pk: int) -> Locale:
    """Return a language by its number, whether the site still has it or not."""
    everything = get_snapshot().read_one("languages", "by number", lambda _: _read_languages())
    return everything[pk]


def _read_languages() -> dict[int, Locale]:
    return Locale.all_objects.in_bulk()
