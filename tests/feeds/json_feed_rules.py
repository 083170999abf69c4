"""The rules of JSON Feed 1.1 (jsonfeed.org/version/1.1), held strictly.

Beyond the specification: no key twice, nothing empty, every address absolute.
"""

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

JSON = dict[str, Any]
Rule = Callable[[Any], bool]

VERSION = "https://jsonfeed.org/version/1.1"
# RFC 3339, 5.6; the zone is required.
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)
# RFC 5646 as far as this site has languages: a language, perhaps a script, perhaps a region.
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
MIME = re.compile(r"[a-z]+/[a-z0-9.+-]+")
EXTENSION = re.compile(r"_[A-Za-z][^.]*")
BLANK = re.compile(r"[\s\x00-\x1f\x7f]")


def _text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def _url(value: Any) -> bool:
    if not _text(value) or BLANK.search(value):
        return False
    parts = urlsplit(value)
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _moment(value: Any) -> bool:
    return bool(MOMENT.fullmatch(value)) and datetime.fromisoformat(value).tzinfo is not None


def _number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _language(value: Any) -> bool:
    return bool(LANGUAGE.fullmatch(value))


def _list_of(rule: Rule) -> Rule:
    return lambda value: isinstance(value, list) and value != [] and all(map(rule, value))


AUTHOR: dict[str, Rule] = {"name": _text, "url": _url, "avatar": _url}
HUB: dict[str, Rule] = {"type": _text, "url": _url}
ATTACHMENT: dict[str, Rule] = {
    "url": _url,
    "mime_type": lambda value: bool(MIME.fullmatch(value)),
    "title": _text,
    "size_in_bytes": _number,
    "duration_in_seconds": _number,
}
ITEM: dict[str, Rule] = {
    "id": _text,
    "url": _url,
    "external_url": _url,
    "title": _text,
    "content_html": _text,
    "content_text": _text,
    "summary": _text,
    "image": _url,
    "banner_image": _url,
    "date_published": _moment,
    "date_modified": _moment,
    "authors": _list_of(lambda value: isinstance(value, dict)),
    "tags": _list_of(_text),
    "language": _language,
    "attachments": _list_of(lambda value: isinstance(value, dict)),
}
FEED: dict[str, Rule] = {
    "version": lambda value: value == VERSION,
    "title": _text,
    "home_page_url": _url,
    "feed_url": _url,
    "description": _text,
    "user_comment": _text,
    "next_url": _url,
    "icon": _url,
    "favicon": _url,
    "authors": _list_of(lambda value: isinstance(value, dict)),
    "language": _language,
    "expired": lambda value: isinstance(value, bool),
    "hubs": _list_of(lambda value: isinstance(value, dict)),
    "items": lambda value: isinstance(value, list),
}


def faults(body: bytes) -> list[str]:
    """What is wrong with a JSON feed."""
    feed = json.loads(body.decode("utf-8"), object_pairs_hook=_once, parse_constant=_refused)
    return list(_feed(feed))


def _once(pairs: list[tuple[str, Any]]) -> JSON:
    names = [name for name, _ in pairs]
    assert len(names) == len(set(names)), f"a key stands twice: {names}"
    return dict(pairs)


def _refused(constant: str) -> Any:
    raise AssertionError(f"{constant} is no JSON")


def _feed(feed: JSON) -> Iterator[str]:
    yield from _checked("feed", feed, FEED, {"version", "title", "items"})
    # Both are “strongly recommended”, and ours always has them.
    yield from (f"feed: no {name}" for name in ("home_page_url", "feed_url") if name not in feed)
    if feed.get("next_url") == feed.get("feed_url"):
        yield "feed: next_url is the feed's own address"
    yield from _people("feed", feed)
    for hub in feed.get("hubs", []):
        yield from _checked("hub", hub, HUB, {"type", "url"})
    ids = [item.get("id") for item in feed["items"]]
    if len(ids) != len(set(ids)):
        yield "feed: two items have one id"
    for item in feed["items"]:
        yield from _item(item)


def _item(item: JSON) -> Iterator[str]:
    where = f"item {item.get('id')}"
    yield from _checked(where, item, ITEM, {"id"})
    if not item.keys() & {"content_html", "content_text"}:
        yield f"{where}: neither content_html nor content_text"
    yield from _people(where, item)
    for attachment in item.get("attachments", []):
        yield from _checked(where, attachment, ATTACHMENT, {"url", "mime_type"})


def _people(where: str, thing: JSON) -> Iterator[str]:
    for author in thing.get("authors", []):
        yield from _checked(where, author, AUTHOR, set())
        if not author:
            yield f"{where}: an author of whom nothing is told"


def _checked(where: str, thing: JSON, rules: dict[str, Rule], required: set[str]) -> Iterator[str]:
    """Every key is the specification's or an extension's, and holds what it may."""
    yield from (f"{where}: no {name}" for name in sorted(required - thing.keys()))
    for name, value in thing.items():
        if name in rules:
            if not rules[name](value):
                yield f"{where}: {name} is {value!r}"
        elif not EXTENSION.fullmatch(name):
            yield f"{where}: {name} is no key of JSON Feed"
        elif not isinstance(value, dict):
            yield f"{where}: the extension {name} is no object"
