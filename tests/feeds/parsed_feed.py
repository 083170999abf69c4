"""What a feed says, read out of any of the three formats into one shape, to be compared.

It knows the formats' specifications and nothing of the product. What may stand once must not stand
twice, and what a format tells in two places it must tell alike.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element

from tests.feeds.fetched import ATOM, Fetched

CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
MEDIA = "{http://search.yahoo.com/mrss/}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
JSON = dict[str, Any]
# What a format has no place for.
UNTOLD = {"rss": {"id"}, "atom": set[str](), "json": {"id", "first", "updated"}}


@dataclass(frozen=True)
class Picture:
    url: str
    type: str
    size: int
    width: int
    height: int
    alt: str


@dataclass(frozen=True)
class Item:
    """`translations` are pairs of a language and an address."""

    id: str
    url: str
    title: str
    summary: str
    html: str
    published: datetime
    updated: datetime
    author: str
    tags: tuple[str, ...]
    picture: Picture | None
    language: str
    translations: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Feed:
    """A page of a feed; what its format has no place for is None, what it leaves out empty."""

    id: str | None
    title: str
    description: str
    home: str
    language: str
    own: str
    first: str | None
    next: str
    hub: str
    updated: datetime | None
    translations: tuple[tuple[str, str], ...]
    items: tuple[Item, ...]


def told(page: Fetched) -> Feed:
    """What a page of a feed says."""
    return READ[page.form](page)


def _rss(page: Fetched) -> Feed:
    channel = _one(page.root, "channel")
    language = _text(channel, "language")
    return Feed(
        id=None,
        title=_text(channel, "title"),
        description=_text(channel, "description"),
        home=_text(channel, "link"),
        language=language,
        own=_link(channel, "self"),
        first=_link(channel, "first"),
        next=_link(channel, "next"),
        hub=_link(channel, "hub"),
        updated=parsedate_to_datetime(_text(channel, "lastBuildDate")),
        translations=_translations(channel),
        items=tuple(_rss_item(item, language) for item in channel.findall("item")),
    )


def _rss_item(item: Element, language: str) -> Item:
    guid = _one(item, "guid")
    assert guid.attrib == {"isPermaLink": "false"}
    return Item(
        id=guid.text or "",
        url=_text(item, "link"),
        title=_text(item, "title"),
        # Readers show it as HTML, whatever it is.
        summary=_words(_text(item, "description")),
        html=_text(item, f"{CONTENT}encoded"),
        published=parsedate_to_datetime(_text(item, "pubDate")),
        updated=datetime.fromisoformat(_text(item, f"{ATOM}updated")),
        author=_text(item, f"{DC}creator", required=False),
        tags=tuple(tag.text or "" for tag in item.findall("category")),
        picture=_picture(item, item.find("enclosure"), "url"),
        language=language,
        translations=_translations(item),
    )


def _words(html: str) -> str:
    """The words of HTML that is nothing but words."""
    assert "<" not in html, html
    return unescape(html)


def _atom(page: Fetched) -> Feed:
    feed = page.root
    return Feed(
        id=_text(feed, f"{ATOM}id"),
        title=_plain(feed, "title"),
        description=_plain(feed, "subtitle"),
        home=_link(feed, "alternate"),
        language=feed.attrib[LANGUAGE],
        own=_link(feed, "self"),
        first=_link(feed, "first"),
        next=_link(feed, "next"),
        hub=_link(feed, "hub"),
        updated=datetime.fromisoformat(_text(feed, f"{ATOM}updated")),
        translations=_translations(feed),
        items=tuple(_atom_entry(entry, feed) for entry in feed.findall(f"{ATOM}entry")),
    )


def _atom_entry(entry: Element, feed: Element) -> Item:
    content = _one(entry, f"{ATOM}content")
    assert content.attrib == {"type": "html"}
    enclosures = [link for link in _links(entry) if link.get("rel") == "enclosure"]
    author = entry.find(f"{ATOM}author")
    return Item(
        id=_text(entry, f"{ATOM}id"),
        url=_link(entry, "alternate"),
        title=_plain(entry, "title"),
        summary=_plain(entry, "summary"),
        html=content.text or "",
        published=datetime.fromisoformat(_text(entry, f"{ATOM}published")),
        updated=datetime.fromisoformat(_text(entry, f"{ATOM}updated")),
        author="" if author is None else _text(author, f"{ATOM}name"),
        tags=tuple(tag.attrib["term"] for tag in entry.findall(f"{ATOM}category")),
        picture=_picture(entry, enclosures[0] if enclosures else None, "href"),
        language=entry.get(LANGUAGE) or feed.attrib[LANGUAGE],
        translations=_translations(entry),
    )


def _plain(element: Element, name: str) -> str:
    """A text construct that is plain words (RFC 4287, 3.1.1)."""
    assert _one(element, f"{ATOM}{name}").get("type", "text") == "text"
    return _text(element, f"{ATOM}{name}")


def _json(page: Fetched) -> Feed:
    feed = page.data
    hubs = feed.get("hubs", [])
    assert [hub["type"] for hub in hubs] in ([], ["WebSub"])
    return Feed(
        id=None,
        title=feed["title"],
        description=feed["description"],
        home=feed["home_page_url"],
        language=feed["language"],
        own=feed["feed_url"],
        first=None,
        next=feed.get("next_url", ""),
        hub=hubs[0]["url"] if hubs else "",
        updated=None,
        translations=tuple(feed.get("_translations", {}).items()),
        items=tuple(map(_json_item, feed["items"])),
    )


def _json_item(item: JSON) -> Item:
    authors = item.get("authors", [])
    assert len(authors) <= 1
    return Item(
        id=item["id"],
        url=item["url"],
        title=item["title"],
        summary=item["summary"],
        html=item["content_html"],
        published=datetime.fromisoformat(item["date_published"]),
        updated=datetime.fromisoformat(item["date_modified"]),
        author=authors[0]["name"] if authors else "",
        tags=tuple(item.get("tags", [])),
        picture=_json_picture(item),
        language=item["language"],
        translations=tuple(item.get("_translations", {}).items()),
    )


def _json_picture(item: JSON) -> Picture | None:
    if "image" not in item:
        assert "attachments" not in item
        return None
    (told,) = item["attachments"]
    assert told["url"] == item["image"]
    size = told["_image"]
    return Picture(
        url=told["url"],
        type=told["mime_type"],
        size=told["size_in_bytes"],
        width=size["width"],
        height=size["height"],
        alt=told.get("title", ""),
    )


READ: dict[str, Callable[[Fetched], Feed]] = {"rss": _rss, "atom": _atom, "json": _json}


def _picture(item: Element, enclosure: Element | None, address: str) -> Picture | None:
    """A lead picture as Media RSS has it, and once more as an enclosure."""
    found = item.findall(f"{MEDIA}content")
    if not found:
        assert enclosure is None
        return None
    (media,) = found
    assert media.attrib["medium"] == "image"
    assert enclosure is not None
    told = {name: media.attrib[own] for name, own in (("url", "url"), ("size", "fileSize"))}
    assert enclosure.attrib[address] == told["url"]
    assert enclosure.attrib["length"] == told["size"]
    assert enclosure.attrib["type"] == media.attrib["type"]
    return Picture(
        url=told["url"],
        type=media.attrib["type"],
        size=int(told["size"]),
        width=int(media.attrib["width"]),
        height=int(media.attrib["height"]),
        alt=_text(media, f"{MEDIA}description", required=False),
    )


def _translations(element: Element) -> tuple[tuple[str, str], ...]:
    """The same in other languages: every link that names a language."""
    found = [link for link in _links(element) if link.get("hreflang")]
    assert {link.get("rel") for link in found} <= {"related"}
    return tuple((link.attrib["hreflang"], link.attrib["href"]) for link in found)


def _links(element: Element) -> list[Element]:
    return element.findall(f"{ATOM}link")


def _link(element: Element, rel: str) -> str:
    """The address of the one link that is related like this, or nothing."""
    found = [link.attrib["href"] for link in _links(element) if link.get("rel") == rel]
    assert len(found) <= 1, f"{rel}: {found}"
    return found[0] if found else ""


def _one(element: Element, name: str) -> Element:
    (found,) = element.findall(name)
    return found


def _text(element: Element, name: str, required: bool = True) -> str:
    """The text of the one element of this name; nothing without one, unless it is required."""
    if not required and element.find(name) is None:
        return ""
    return _one(element, name).text or ""
