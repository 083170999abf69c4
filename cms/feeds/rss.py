"""RSS 2.0, with the full text (content), authors (dc), the feed's own addresses (atom)."""

from datetime import datetime
from html import escape

from django.utils.feedgenerator import Rss201rev2Feed, rfc3339_date
from django.utils.xmlutils import SimplerXMLGenerator

from cms.core.json_types import JSON
from cms.feeds.feed_document import Feed
from cms.feeds.xml import MEDIA, add_picture, render

MEDIA_TYPE = "application/rss+xml; charset=utf-8"


class Writer(Rss201rev2Feed):
    """Django's writer, with the elements it lacks and a date that does not move by itself."""

    def rss_attributes(self) -> dict[str, str]:
        own = {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        }
        return super().rss_attributes() | own | MEDIA

    def latest_post_date(self) -> datetime:
        return self.feed["modified_at"]

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        for link in self.feed["links"]:
            handler.addQuickElement("atom:link", None, link)

    def add_item_elements(self, handler: SimplerXMLGenerator, item: JSON) -> None:
        author = item["author_name"]
        # RSS's own <author> must be an e-mail address, and its <description> is HTML.
        fitting = {"author_name": None, "description": escape(item["description"], quote=False)}
        super().add_item_elements(handler, item | fitting)
        if author:
            handler.addQuickElement("dc:creator", author)
        handler.addQuickElement("atom:updated", rfc3339_date(item["updateddate"]))
        handler.addQuickElement("content:encoded", item["html"])
        for link in item["links"]:
            handler.addQuickElement("atom:link", None, link)
        if item["picture"]:
            add_picture(handler, item["picture"])


def write(feed: Feed) -> bytes:
    """Return the feed's bytes: the same for the same entries."""
    return render(Writer, feed, MEDIA_TYPE)
