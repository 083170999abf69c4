"""Atom 1.0 (RFC 4287), with the full text, and pages by RFC 5005."""

from datetime import datetime

from django.utils.feedgenerator import Atom1Feed
from django.utils.xmlutils import SimplerXMLGenerator

from cms.core.json_types import JSON
from cms.feeds.feed_document import Feed
from cms.feeds.xml import MEDIA, add_picture, render

MEDIA_TYPE = "application/atom+xml; charset=utf-8"


class Writer(Atom1Feed):
    """Django's writer, with the elements it lacks and a date that does not move by itself."""

    def root_attributes(self) -> dict[str, str]:
        return super().root_attributes() | MEDIA

    def latest_post_date(self) -> datetime:
        return self.feed["modified_at"]

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        for link in self.feed["links"]:
            handler.addQuickElement("link", "", link)

    def item_attributes(self, item: JSON) -> dict[str, str]:
        return {"xml:lang": item["language"]}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: JSON) -> None:
        # Django would call the summary HTML, and it is plain words.
        super().add_item_elements(handler, item | {"description": None})
        handler.addQuickElement("summary", item["description"], {"type": "text"})
        handler.addQuickElement("content", item["html"], {"type": "html"})
        for link in item["links"]:
            handler.addQuickElement("link", "", link)
        if item["picture"]:
            add_picture(handler, item["picture"])


def write(feed: Feed) -> bytes:
    """Return the feed's bytes: the same for the same entries."""
    return render(Writer, feed, MEDIA_TYPE)
