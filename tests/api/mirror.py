"""A copy of the public store that is kept by the change log and nothing else."""

import json
from random import Random
from typing import Any

from django.test import Client

JSON = dict[str, Any]


class Mirror:
    """What a consumer holds: the entries by id, and the cursor to go on from."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.cursor = ""
        self.entries: dict[str, JSON] = {}
        self.events: list[tuple[str, str]] = []

    def follow(self, limit: int = 100) -> None:
        """Take over all that changed, as the guide says: until an answer has no results."""
        while results := self.take(limit):
            moments = [change["at"] for change in results]
            assert moments == sorted(moments), "changes are out of order"

    def take(self, limit: int) -> list[JSON]:
        """One answer of the log."""
        answer = self.client.get(
            "/api/v1/changes/", {"limit": limit} | ({"cursor": self.cursor} if self.cursor else {})
        )
        assert answer.status_code == 200, answer.content
        told = answer.json()
        assert len(told["results"]) <= limit
        for change in told["results"]:
            self._apply(change)
        self.cursor = told["cursor"]
        results: list[JSON] = told["results"]
        return results

    def restarted(self) -> "Mirror":
        """What a new process makes of what the last one kept."""
        kept = json.loads(json.dumps([self.cursor, self.entries]))
        mirror = Mirror(self.client)
        mirror.cursor, mirror.entries = kept
        return mirror

    def _apply(self, change: JSON) -> None:
        identity, event, entry = change["id"], change["event"], change["entry"]
        self.events.append((event, change["path"]))
        if event == "removed":
            assert entry is None
            self.entries.pop(identity, None)
            return
        assert (entry["id"], entry["locale"], entry["path"]) == (
            identity, change["locale"], change["path"],
        )  # fmt: skip
        before = self.entries.get(identity)
        if event != "published":
            assert before, f"{event}, and never told as published: {change['path']}"
        if event == "updated" and before:
            assert before["path"] == entry["path"], "moved, and told as updated"
        self.entries[identity] = entry


def random_limits(seed: int) -> Random:
    return Random(seed)  # noqa: S311
