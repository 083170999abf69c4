"""JSON Feed 1.1 (jsonfeed.org), with the full text."""

import json
from typing import Any

from cms.feeds.content import Feed, Item

JSON = dict[str, Any]

MEDIA_TYPE = "application/feed+json; charset=utf-8"
VERSION = "https://jsonfeed.org/version/1.1"


def write(feed: Feed) -> bytes:
    """Return the feed's bytes: the same for the same entries."""
    told = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.address,
        "description": feed.description,
        "next_url": feed.next,
        "language": feed.language,
        "_translations": _translations(feed.translations),
        "items": [_item(item) for item in feed.items],
    }
    return json.dumps(_filled(told) | {"items": told["items"]}, ensure_ascii=False).encode()


def _item(item: Item) -> JSON:
    return _filled(
        {
            "id": item.id,
            "url": item.url,
            "external_url": item.source_url,
            "title": item.title,
            "content_html": item.html or "<p></p>",
            "summary": item.summary,
            "image": item.image and item.image["src"],
            "date_published": item.published.isoformat(),
            "date_modified": item.updated.isoformat(),
            "authors": [{"name": item.author}] if item.author else [],
            "tags": item.tags,
            "language": item.language,
            "_translations": _translations(item.translations),
        }
    )


def _translations(translations: list[tuple[str, str]]) -> list[JSON]:
    """An extension of ours: the same in other languages."""
    return [{"language": code, "url": url} for code, url in translations]


def _filled(told: JSON) -> JSON:
    """Without what is empty: the format leaves it out."""
    return {name: value for name, value in told.items() if value}
