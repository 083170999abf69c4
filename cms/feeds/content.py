"""What a feed says, in whatever format: made once from entries, then written by one of three."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.dateparse import parse_datetime

from cms.addresses import public_url
from cms.xml import legal

JSON = dict[str, Any]


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
    image: JSON | None
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
    # The same feed in other languages: their codes and addresses.
    translations: list[tuple[str, str]]
    items: list[Item]

    def links(self, media_type: str) -> list[dict[str, str]]:
        """Its other pages (RFC 5005), and the same feed in other languages, as Atom's links.

        These are not called alternates either: newsboat would take the last for the feed's page.
        """
        paged = self.next or self.address != self.first
        pages = {"first": self.first, "next": self.next} if paged else {}
        kind = media_type.partition(";")[0]
        return [{"rel": rel, "href": url} for rel, url in pages.items() if url] + [
            {"rel": "related", "type": kind, "hreflang": code, "href": url}
            for code, url in self.translations
        ]


def address(path: str, form: str) -> str:
    """The address of the feed of what stands at a path; feeds are always our own server's."""
    return public_url(f"{path}feed.{form}")


def feed(
    page: JSON,
    site: str,
    form: str,
    updated: datetime,
    entries: list[JSON],
    places: tuple[str, str],
) -> Feed:
    """A feed of the entries that a page heads.

    `places` are what tells this page of it and the next from the first: a query, or nothing.
    """
    page = _legal(page)
    first, (here, following) = address(page["path"], form), places
    return Feed(
        id=f"urn:uuid:{page['id']}",
        title=f"{page['title']} – {legal(site)}" if site else page["title"],
        description=page["summary"] or page["title"],
        home=page["url"],
        first=first,
        address=f"{first}{here}",
        next=f"{first}{following}" if following else "",
        language=page["locale"],
        updated=updated,
        translations=[
            (other["locale"], address(other["path"], form))
            for other in page["translations"]
            if other["path"]
        ],
        items=[_item(_legal(entry)) for entry in entries],
    )


def _item(entry: JSON) -> Item:
    picture = entry.get("picture") or {}
    return Item(
        id=f"urn:uuid:{entry['id']}",
        url=entry["url"],
        title=entry["title"],
        summary=entry["summary"] or entry["title"],
        html=_html(entry),
        language=entry["locale"],
        published=_moment(entry["published_at"]),
        updated=_moment(entry["updated_at"]),
        author=entry.get("author", ""),
        tags=[card["title"] for card in entry.get("categories", [])],
        image=picture.get("image"),
        source_url=entry.get("source_url", ""),
        translations=[
            (other["locale"], other["url"]) for other in entry["translations"] if other["url"]
        ],
    )


def _moment(text: str) -> datetime:
    moment = parse_datetime(text)
    assert moment is not None, text  # noqa: S101  (an entry always has it)
    return moment


def _legal(data: Any) -> Any:
    """An entry, or any part of it, without what XML cannot hold: formats say the same."""
    match data:
        case str():
            return legal(data)
        case dict():
            return {name: _legal(value) for name, value in data.items()}
        case list():
            return [_legal(value) for value in data]
    return data


def _html(entry: JSON) -> str:
    """An entry's picture and body as plain HTML, in its own language."""
    with translation.override(entry["locale"]):
        return render_to_string("feeds/entry.html", {"entry": entry}).strip()
