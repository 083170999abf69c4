"""Atom 1.0 (RFC 4287), with the full text, and pages by RFC 5005."""

from datetime import datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed
from django.utils.xmlutils import SimplerXMLGenerator

from cms.feeds.content import Feed, Item

JSON = dict[str, Any]

MEDIA_TYPE = "application/atom+xml; charset=utf-8"


class Writer(Atom1Feed):
    """Django's writer, with the elements it lacks and a date that does not move by itself."""

    def latest_post_date(self) -> datetime:
        return self.feed["modified_at"]

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        for link in self.feed["links"]:
            handler.addQuickElement("link", "", link)

    def item_attributes(self, item: JSON) -> dict[str, str]:
        return {"xml:lang": item["language"]}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: JSON) -> None:
        super().add_item_elements(handler, item)
        # Django would call it HTML, and it is plain words.
        handler.addQuickElement("summary", item["summary"], {"type": "text"})
        handler.addQuickElement("content", item["html"], {"type": "html"})
        for link in item["links"]:
            handler.addQuickElement("link", "", link)


def write(feed: Feed) -> bytes:
    """Return the feed's bytes: the same for the same entries."""
    writer = Writer(
        title=feed.title,
        link=feed.home,
        description=feed.description,
        subtitle=feed.description,
        language=feed.language,
        feed_url=feed.address,
        feed_guid=feed.id,
        # Of whatever names no author of its own.
        author_name=feed.title,
        modified_at=feed.updated,
        links=feed.links(MEDIA_TYPE),
    )
    for item in feed.items:
        _add(writer, item)
    return writer.writeString("utf-8").encode()


def _add(writer: Writer, item: Item) -> None:
    writer.add_item(
        title=item.title,
        link=item.url,
        description=None,  # type: ignore[arg-type]
        summary=item.summary,
        unique_id=item.id,
        pubdate=item.published,
        updateddate=item.updated,
        author_name=item.author or None,
        categories=item.tags,
        language=item.language,
        html=item.html,
        links=item.links(),
    )
