"""Walks through all that one person can open in the back office and reads what stands there."""

import json
import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urljoin

from bs4 import BeautifulSoup
from bs4.element import Tag
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, get_resolver, resolve, reverse
from wagtail import hooks

from tests.admin.test_role_table import routes

# What is read out or shown of an element besides its text.
SAID = {"title", "aria-label", "aria-description", "placeholder", "alt", "label"}
BUTTONS = {"submit", "button", "reset"}
# No text for people: styles and programs, what is to be typed, what a script counts.
SILENT = {"style", "script", "code"}
COUNTER = "data-side-panel-toggle-counter"
HTML_TYPES = {"text/django-form-template", "text/template", "text/x-template"}
# A name in a program: it has two capitals, or none; or something that no sentence has.
NAME = re.compile(r"[\w-]*[A-Z][\w-]*[A-Z][\w-]*|[^A-ZА-Я ]+|[a-z]+[-\w ]*|.*(->|--|__|[{}<>=]).*")
# So many addresses of a route are opened: a page's editor is not the same for every page.
EACH = 3
UNASKED = re.compile(r"/(logout|test404)/")


@dataclass(frozen=True)
class Form:
    """A form of a screen: where it is sent, and the fields with their values."""

    method: str
    action: str
    values: dict[str, list[str]]


@dataclass
class Screen:
    """One answer of the back office: what it says to people, and where it leads."""

    address: str
    route: str
    status: int = 0
    texts: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)

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
        if "<form" in html:
            self.forms += [
                read_form(self, form) for form in BeautifulSoup(html, "html.parser").select("form")
            ]
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


def read_form(screen: Screen, form: Tag) -> Form:
    """Return a form as a browser would send it, but for what scripts put into it."""
    values: dict[str, list[str]] = {}
    for control in form.select("input[name], textarea[name], select[name]"):
        values.setdefault(str(control["name"]), []).extend(values_of(control))
    action = urljoin(screen.address, str(form.get("action") or screen.address))
    return Form(str(form.get("method", "get")).lower(), action, values)


def values_of(control: Tag) -> list[str]:
    if control.name == "select":
        return [str(each.get("value", "")) for each in control.select("option[selected]")]
    if control.name == "textarea":
        return [control.get_text()]
    chosen = control.get("type") not in ("checkbox", "radio") or control.has_attr("checked")
    return [str(control.get("value", ""))] if chosen else []


def starts() -> Iterator[str]:
    """Where screens begin: the home screen, whatever takes no arguments, and the bulk actions."""
    yield reverse("wagtailadmin_home")
    for route in routes(get_resolver()):
        # A list shows its rows by itself.
        if not route.endswith("_results"):
            with suppress(NoReverseMatch):
                yield reverse(route)
    for action in hooks.get_hooks("register_bulk_action"):
        for model in action.models:
            kind = [model._meta.app_label, model._meta.model_name, action.action_type]
            numbers = model.objects.order_by("-pk").values_list("pk", flat=True)[:2]
            query = urlencode({"id": list(numbers)}, doseq=True)
            yield f"{reverse('wagtail_bulk_action', args=kind)}?{query}"


def crawl(
    look: Callable[[str], Screen],
    starts: Iterable[str],
    each: int = EACH,
    known: Iterable[str] = (),
) -> Iterator[Screen]:
    """Open the starts, and every route they lead on to, at a few of its addresses.

    `look` opens one address and reads the answer. Routes that are `known` are not opened but at a
    start.
    """
    waiting = deque(address for address in starts if route_of(address))
    seen, found = set(waiting), Counter(dict.fromkeys(known, each))
    while waiting:
        screen = look(waiting.popleft())
        yield screen
        for link in screen.links:
            address = link.partition("#")[0]
            if address.startswith("?"):
                address = screen.address.partition("?")[0] + address
            route = route_of(address)
            if route and address not in seen and found[route] < each:
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
    screen.status = answer.status_code
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
