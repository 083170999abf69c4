"""The rows of the content store, to be compared."""

from typing import Any

from cms.store.models import Dependency, Entry, ListMembership, ListState, PendingChange, Sequence
from cms.store.writer import INTERNAL_FIELDS

TABLES: list[Any] = [Entry, ListMembership, ListState, Dependency, PendingChange, Sequence]


def tables() -> dict[str, list[Any]]:
    """Every row of the store, without what it tells nobody."""
    rows = {model.__name__: list(model.objects.order_by("pk").values()) for model in TABLES}
    for entry in rows["Entry"]:
        for name in INTERNAL_FIELDS:
            del entry[name]
    return rows
