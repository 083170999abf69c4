"""RSS 2.0, with the full text (content), authors (dc) and the feed's own address (atom)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.dateparse import parse_datetime
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.xmlutils import SimplerXMLGenerator

from cms.addresses import public_url
from cms.xml import legal

JSON = dict[str, Any]

MEDIA_TYPE = "application/rss+xml; charset=utf-8"
# Raised when the same entries would give another text.
VERSION = 1


@dataclass(frozen=True)
class Channel:
    """What a feed is of: the entry that heads its list, and when it last changed."""

    page: JSON
    site: str
    form: str
    modified_at: datetime | None


class Writer(Rss201rev2Feed):
    """Django's writer, with the elements it lacks and a date that does not move by itself."""

    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        }

    def latest_post_date(self) -> datetime:
        return self.feed["modified_at"]

    def add_item_elements(self, handler: SimplerXMLGenerator, item: JSON) -> None:
        author = item["author_name"]
        # RSS's own <author> must be an e-mail address.
        super().add_item_elements(handler, item | {"author_name": None})
        if author:
            handler.addQuickElement("dc:creator", author)
        handler.addQuickElement("content:encoded", item["html"])


def write(channel: Channel, entries: list[JSON]) -> bytes:
    """Return the feed's bytes: the same for the same entries."""
    page, site = _legal(channel.page), _legal(channel.site)
    writer = Writer(
        title=f"{page['title']} – {site}" if site else page["title"],
        link=page["url"],
        description=page["summary"] or page["title"],
        language=page["locale"],
        feed_url=public_url(f"{page['path']}feed.{channel.form}"),
        modified_at=channel.modified_at,
    )
    for entry in map(_legal, entries):
        writer.add_item(
            title=entry["title"],
            link=entry["url"],
            description=entry["summary"] or entry["title"],
            unique_id=f"urn:uuid:{entry['id']}",
            unique_id_is_permalink=False,
            pubdate=parse_datetime(entry["published_at"]),
            author_name=entry.get("author"),
            categories=[card["title"] for card in entry.get("categories", [])],
            html=_html(entry),
        )
    return writer.writeString("utf-8").encode()


def _legal(data: Any) -> Any:
    """An entry, or any part of it, without what XML cannot hold."""
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
