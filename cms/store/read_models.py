"""Who else keeps something of the entries, and hears of every change in its transaction."""

from collections.abc import Collection, Iterable, Iterator
from typing import Protocol

from cms.store.models import Entry


class ReadModel(Protocol):
    """Something that is made from entries and nothing else, such as the search's index."""

    # Changes with how it is made: everything is then made anew (cms.store.build_version).
    version: str

    def update(self, groups: Collection[str]) -> None:
        """Bring what is kept of these groups in line with their entries, just written."""

    def find_orphaned_groups(self) -> Iterable[str]:
        """Return the groups of which something is kept and that have no live entry."""

    def find_differences(self, group: str, entries: list[Entry]) -> Iterator[str]:
        """Yield a line for each thing that is not kept as these, the group's live ones, want."""


# An app adds its own when it is ready.
READ_MODELS: list[ReadModel] = []
