"""wagtail-localize's own editor in somebody's browser: what it shows, and what our segments.js has
it send."""

import json
from typing import Any
from urllib.parse import urlencode

from tests.store.operations import committing
from tests.translation.editor.editor_page import Desk

FORM = "application/x-www-form-urlencoded"


class Script:
    """It was opened when it was made; `tags` are of what it knows, by the texts of the source or
    the paths of overrides."""

    def __init__(self, desk: Desk) -> None:
        desk.open()
        self.client = desk.client
        editor, told = (desk.seen.select_one(each) for each in (EDITOR, TOLD))
        assert editor, "wagtail-localize's editor is not there"
        assert told, "segments.js is told nothing"
        self.shown = json.loads(str(editor["data-props"]))["segments"]
        self._led = json.loads(told.get_text())["segments"]
        self.tags = {name(each): self._of(each)["tag"] for each in self.shown}

    def address(self, what: str) -> str:
        """Where a segment is saved."""
        return str(self._of(self._segment(what))["address"])

    def old_address(self, what: str) -> str:
        """Where wagtail-localize's editor would have it saved."""
        return str(self._segment(what)["editUrl"])

    def put(self, what: str, value: str) -> Any:
        """Save what a segment says, and take note of the answer."""
        return self.send("put", what, urlencode({"value": value}))

    def delete(self, what: str) -> Any:
        """Empty a segment, or go back to what the source has."""
        return self.send("delete", what)

    def send(self, method: str, what: str, body: str = "") -> Any:
        headers = {"If-Match": self.tags[what], "X-Requested-With": "XMLHttpRequest"}
        with committing():
            send = getattr(self.client, method)
            answer = send(self.address(what), body, content_type=FORM, headers=headers)
        self.tags[what] = answer.headers.get("ETag", self.tags[what])
        return answer

    def _of(self, segment: dict[str, Any]) -> dict[str, str]:
        led: dict[str, str] = self._led[segment["editUrl"]]
        return led

    def _segment(self, what: str) -> dict[str, Any]:
        return next(each for each in self.shown if name(each) == what)


EDITOR, TOLD = ".js-translation-editor", "#segments-shown"


def name(segment: dict[str, Any]) -> str:
    return str(segment.get("source") or segment["contentPath"])
