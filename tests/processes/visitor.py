"""Somebody who reads the site and the API while others publish, and sees whole versions only."""

import json
import re
from typing import Any

from django.test import Client

from cms.store.models import Entry

VERSION = re.compile(r"Версия (\d+)\.")
ARTICLES = "/api/v1/news/?locale=bg&limit=100"


def visit(line: Any, watched: list[Any]) -> None:
    """Look at these entries until told to stop; tell what was wrong with what was seen."""
    visitor = Visitor()
    line.send("looking")
    while not line.poll(0.05):
        for identity in watched:
            visitor.look(identity)
        visitor.look_at_list()
    line.send({"looks": visitor.looks, "wrong": visitor.wrong})


class Visitor:
    def __init__(self) -> None:
        self.client = Client(raise_request_exception=False)
        self.looks = 0
        self.wrong: list[str] = []

    def look(self, identity: Any) -> None:
        """At one entry's row, and at its page."""
        self.looks += 1
        row = Entry.objects.get(pk=identity)
        self.whole(f"the row of {row.path}", row.full_json)
        told = json.loads(row.full_json)
        if row.path != told["path"]:
            self.wrong.append(f"the row {row.path} tells the path {told['path']}")
        if row.card_json and json.loads(row.card_json)["title"] != told["title"]:
            self.wrong.append(f"the card of {row.path} is another version")
        answer = self.client.get(row.path)
        if answer.status_code == 200:
            self.whole(f"the page {row.path}", main_part(answer.content.decode()))
        elif Entry.objects.get(pk=identity).path == row.path:
            self.wrong.append(f"{row.path} answered {answer.status_code}")

    def look_at_list(self) -> None:
        """One answer of the API: each article in it is of one version, and all are counted."""
        answer = self.client.get(ARTICLES)
        if answer.status_code != 200:
            self.wrong.append(f"{ARTICLES} answered {answer.status_code}")
            return
        told = answer.json()
        for item in told["results"]:
            self.whole(f"{item['path']} in the list", json.dumps(item, ensure_ascii=False))
        if told["count"] != len(told["results"]):
            self.wrong.append(f"the list says {told['count']} and has {len(told['results'])}")

    def whole(self, what: str, text: str) -> None:
        """Whatever tells a version tells one alone; its slug is of the same."""
        versions = set(VERSION.findall(text)) | set(re.findall(r"/version-(\d+)/", text))
        if len(versions) > 1:
            self.wrong.append(f"{what} is of the versions {sorted(versions)}")


def main_part(html: str) -> str:
    """The page without what stands around every page."""
    return html.partition("<main")[2].partition("</main")[0]
