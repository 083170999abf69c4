"""JSON Feed 1.1 (jsonfeed.org), with the full text.

Two extensions of ours: `_translations`, the addresses of the same in other languages, and `_image`,
the width and height of a picture.
"""

import json

from cms.core.json_types import JSON
from cms.feeds.feed_document import Feed, Item

MEDIA_TYPE = "application/feed+json; charset=utf-8"
VERSION = "https://jsonfeed.org/version/1.1"


def write(feed: Feed) -> bytes:
    """Return the feed's bytes: the same for the same entries."""
    fields = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.address,
        "description": feed.description,
        "next_url": feed.next,
        "hubs": [{"type": "WebSub", "url": feed.hub}] if feed.hub else [],
        "language": feed.language,
        "_translations": dict(feed.translations),
        "items": [_build_item(item) for item in feed.items],
    }
    return json.dumps(_drop_empty(fields) | {"items": fields["items"]}, ensure_ascii=False).encode()


def _build_item(item: Item) -> JSON:
    return _drop_empty(
        {
            "id": item.id,
            "url": item.url,
            "external_url": item.source_url,
            "title": item.title,
            "content_html": item.html,
            "summary": item.summary,
            "image": item.picture and item.picture.url,
            "date_published": item.published.isoformat(),
            "date_modified": item.updated.isoformat(),
            "authors": [{"name": item.author}] if item.author else [],
            "tags": item.tags,
            "language": item.language,
            "attachments": _list_attachments(item),
            "_translations": dict(item.translations),
        }
    )


def _list_attachments(item: Item) -> list[JSON]:
    """The lead picture with all that is known of it."""
    if item.picture is None:
        return []
    fields = {
        "url": item.picture.url,
        "mime_type": item.picture.type,
        "title": item.picture.alt,
        "size_in_bytes": item.picture.size,
        "_image": {"width": item.picture.width, "height": item.picture.height},
    }
    return [_drop_empty(fields)]


def _drop_empty(fields: JSON) -> JSON:
    """Without what is empty: the format leaves it out."""
    return {name: value for name, value in fields.items() if value}
