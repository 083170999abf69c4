"""What the store says, for tests to ask."""

import json
from typing import Any

from cms.store.models import Entry


def at(path: str) -> Entry | None:
    """The live entry at a path."""
    return Entry.objects.filter(path=path, live=True).first()


def told(path: str) -> dict[str, Any]:
    """What the live entry at a path tells the public."""
    return json.loads(Entry.objects.get(path=path, live=True).full_json)
