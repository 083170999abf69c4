"""What a feed says, in whatever format: made once from entries, then written by one of three."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html

from cms.content.entry_types import get_feeds_by_type
from cms.core.json_types import JSON
from cms.core.public_urls import get_public_url
from cms.core.xml import remove_illegal_characters
from cms.languages.bidi import get_text_direction
from cms.languages.interface import use_public_texts
from cms.languages.names import get_direction

NUMBERS_AND_ADDRESSES = re.compile(
    r'<a (?P<href>href="(?:tel|mailto):[^"<>]*")>(?P<words>[^<]*)</a>'
)


@dataclass(frozen=True)
class Picture:
    """The picture that leads an item. `size` is the bytes of the file at its address."""

    url: str
    alt: str
    width: int
    height: int
    type: str
    size: int


@dataclass(frozen=True)
class Item:
    """One entry of a feed. `id` is the same whatever its address; `html` is its full text."""

    id: str
    url: str
    title: str
    summary: str
    html: str
    language: str
    published: datetime
    updated: datetime
    author: str
    tags: list[str]
    picture: Picture | None
    source_url: str
    # The same article in other languages: their codes and addresses.
    translations: list[tuple[str, str]]

    def links(self) -> list[dict[str, str]]:
        """The article in other languages, as Atom's links.

        They are not called alternates: readers take the last of these for the article's own.
        """
        return [
            {"rel": "related", "hreflang": code, "href": url} for code, url in self.translations
        ]


@dataclass(frozen=True)
class Feed:
    """A page of a feed. Addresses are absolute; `next` leads to what is older, or is empty."""

    id: str
    title: str
    description: str
    home: str
    first: str
    address: str
    next: str
    language: str
    updated: datetime
    # The address of the WebSub hub that is told when the feed changes, or empty.
    hub: str
    # The same feed in other languages: their codes and addresses.
    translations: list[tuple[str, str]]
    items: list[Item]

    def links(self, media_type: str) -> list[dict[str, str]]:
        """Its hub, its other pages (RFC 5005), and the same feed in other languages, as Atom's
        links.

        These are not called alternates either: newsboat would take the last for the feed's page.
        """
        paged = self.next or self.address != self.first
        links = {"hub": self.hub}
        links |= {"first": self.first, "next": self.next} if paged else {}
        kind = media_type.partition(";")[0]
        return [{"rel": rel, "href": url} for rel, url in links.items() if url] + [
            {"rel": "related", "type": kind, "hreflang": code, "href": url}
            for code, url in self.translations
        ]


def get_feed_url(path: str, form: str) -> str:
    """The address of the feed of what stands at a path; feeds are always our own server's."""
    return get_public_url(f"{path}feed.{form}")


def build_feed(
    page: JSON,
    site: str,
    form: str,
    updated: datetime,
    entries: list[JSON],
    places: tuple[str, str],
    hub: str = "",
) -> Feed:
    """A feed of the entries that a page shows, named after it and the site.

    `places` are what tells this page of it and the next from the first: a query, or nothing.
    """
    page = _make_legal(page)
    first, (here, following) = get_feed_url(page["path"], form), places
    return Feed(
        id=f"urn:uuid:{page['id']}",
        title=f"{page['title']} – {remove_illegal_characters(site)}" if site else page["title"],
        description=page["summary"] or page["title"],
        home=page["url"],
        first=first,
        address=f"{first}{here}",
        next=f"{first}{following}" if following else "",
        language=page["locale"],
        updated=updated,
        hub=hub,
        translations=[
            (other["locale"], get_feed_url(other["path"], form))
            for other in page["translations"]
            if other["path"]
        ],
        items=[_build_item(_make_legal(entry)) for entry in entries],
    )


def _build_item(entry: JSON) -> Item:
    return Item(
        id=f"urn:uuid:{entry['id']}",
        url=entry["url"],
        title=entry["title"],
        summary=entry["summary"] or entry["title"],
        html=_render_html(entry),
        language=entry["locale"],
        published=_parse_moment(entry["published_at"]),
        updated=_parse_moment(entry["updated_at"]),
        author=entry.get("author", ""),
        tags=[card["title"] for card in build_description(entry)],
        picture=_build_picture(entry),
        source_url=entry.get("source_url", ""),
        translations=_list_translations(entry),
    )


def _list_translations(entry: JSON) -> list[tuple[str, str]]:
    """The languages in which the entry is public too, and its addresses there."""
    return [(other["locale"], other["url"]) for other in entry["translations"] if other["url"]]


def build_description(entry: JSON) -> list[JSON]:
    """The cards of what an entry is about: whatever it names that has a feed of its own."""
    fields = (value for value in entry.values() if isinstance(value, list))
    cards = (each for field in fields for each in field if isinstance(each, dict))
    types = get_feeds_by_type()
    return [card for card in cards if card.get("type") in types and "title" in card]


def _build_picture(entry: JSON) -> Picture | None:
    lead = entry.get("picture")
    if not lead:
        return None
    image, file = lead["image"], lead["file"]
    size = (image["width"], image["height"])
    return Picture(image["src"], image["alt"], *size, type=file["type"], size=file["size"])


def _parse_moment(text: str) -> datetime:
    moment = parse_datetime(text)
    assert moment is not None, text  # noqa: S101  (an entry always has it)
    return moment


def _make_legal(data: Any) -> Any:
    """An entry, or any part of it, without what XML cannot hold: formats say the same."""
    match data:
        case str():
            return remove_illegal_characters(data)
        case dict():
            return {name: _make_legal(value) for name, value in data.items()}
        case list():
            return [_make_legal(value) for value in data]
    return data


def _render_html(entry: JSON) -> str:
    """All that an entry says as plain HTML, in its own language: at least its summary."""
    with use_public_texts(entry["locale"]):
        context = {
            "entry": entry,
            "about": build_description(entry),
            "translations": _list_translations(entry),
        }
        html = render_to_string("feeds/entry.html", context)
    lines = [line for line in map(str.strip, html.splitlines()) if line]
    text = "\n".join(lines) or format_html("<p>{}</p>", entry["summary"] or entry["title"])
    if get_direction(entry["locale"]) == "ltr":
        return text
    # Most readers keep `dir` of a `div`, and know the language of the item at best.
    text = NUMBERS_AND_ADDRESSES.sub(_isolate, text)
    return f'<div lang="{entry["locale"]}" dir="rtl">\n{text}\n</div>'


def _isolate(link: re.Match[str]) -> str:
    """The site does the same by its stylesheet (blocks.css), which readers do not have."""
    if get_text_direction(link["words"], "en") == "rtl":
        return link[0]
    return f'<a dir="ltr" {link["href"]}>{link["words"]}</a>'
