"""Walks through all that one person can open in the back office and reads what stands there."""

import json
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import Resolver404, resolve

# What is read out or shown of an element besides its text.
SAID = {"title", "aria-label", "aria-description", "placeholder", "alt", "label"}
BUTTONS = {"submit", "button", "reset"}
# No text for people: styles and programs, what is to be typed, what a script counts.
SILENT = {"style", "script", "code"}
COUNTER = "data-side-panel-toggle-counter"
HTML_TYPES = {"text/django-form-template", "text/template", "text/x-template"}
# A name in a program: it has two capitals, or none; or something that no sentence has.
NAME = re.compile(r"[\w-]*[A-Z][\w-]*[A-Z][\w-]*|[^A-ZА-Я ]+|[a-z]+[-\w ]*|.*(->|--|__|[{}<>=]).*")
# So many addresses of one route are opened: a page's editor is not the same for every page.
EACH = 3
UNASKED = re.compile(r"/(logout|failwhale|test404)/")


@dataclass
class Screen:
    """One answer of the back office: what it says to people, and where it leads."""

    address: str
    route: str
    texts: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def say(self, text: str) -> None:
        if words := " ".join(text.split()):
            self.texts.append(words)

    def read_value(self, value: str) -> None:
        """Read what a script is given: an address, HTML, or JSON with such strings in it."""
        if value.startswith(("/admin/", "?")):
            self.links.append(value)
        elif value.startswith(("{", "[", '"')):
            try:
                self.read_json(json.loads(value))
            except ValueError:
                return
        elif "</" in value:
            self.read_html(value)

    def read_json(self, data: Any) -> None:
        if isinstance(data, dict | list):
            for part in data.values() if isinstance(data, dict) else data:
                self.read_json(part)
        elif isinstance(data, str):
            if data.startswith(("/admin/", "?", "{", "[")) or "</" in data:
                self.read_value(data)
            elif not NAME.fullmatch(data):
                self.say(data)

    def read_html(self, html: str) -> None:
        reader = Reader(self)
        reader.feed(html)
        reader.close()


class Reader(HTMLParser):
    """Reads HTML, and the HTML and JSON that stand in its attributes and scripts."""

    def __init__(self, screen: Screen) -> None:
        super().__init__()
        self.screen = screen
        # The kind of the silent element that is being read.
        self.silent: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in SILENT or COUNTER in values:
            self.silent = values.get("type", "")
        if tag == "input" and values.get("type") in BUTTONS:
            self.screen.say(values.get("value", ""))
        for name, value in values.items():
            if name in SAID:
                self.screen.say(value)
            elif name in ("href", "action") or name.startswith("data-"):
                self.screen.read_value(value.strip())

    def handle_endtag(self, tag: str) -> None:
        self.silent = None

    def handle_data(self, data: str) -> None:
        if self.silent is None:
            self.screen.say(data)
        elif self.silent == "application/json":
            self.screen.read_value(data.strip())
        elif self.silent in HTML_TYPES:
            self.screen.read_html(data)


def crawl(client: Client, starts: Iterable[str]) -> Iterator[Screen]:
    """Open the starts, and every route they lead on to, at up to three of its addresses."""
    waiting = deque(address for address in starts if route_of(address))
    seen, found = set(waiting), Counter[str]()
    while waiting:
        screen = look(client, waiting.popleft())
        yield screen
        for link in screen.links:
            address = link.partition("#")[0]
            if address.startswith("?"):
                address = screen.address.partition("?")[0] + address
            route = route_of(address)
            if route and address not in seen and found[route] < EACH:
                seen.add(address)
                found[route] += 1
                waiting.append(address)


def route_of(address: str) -> str:
    """The name of the route that answers an address; "" where none does, or ought to be asked."""
    if UNASKED.search(address):
        return ""
    try:
        return resolve(address.partition("?")[0]).view_name
    except Resolver404:
        return ""


def look(client: Client, address: str) -> Screen:
    """Ask for one address and read the answer."""
    screen = Screen(address, route_of(address))
    answer: Any = client.get(address)
    kind = answer.headers.get("Content-Type", "")
    if answer.status_code in (301, 302):
        screen.links.append(answer.headers["Location"])
    elif answer.streaming:
        deque(answer.streaming_content, 0)  # a file, which is closed at its end
    elif kind.startswith("text/html"):
        screen.read_html(answer.content.decode())
    elif kind.startswith("application/json"):
        screen.read_json(answer.json())
    return screen
