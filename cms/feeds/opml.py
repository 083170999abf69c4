"""Every feed there is, as a list that feed readers take in at once (OPML 2.0, opml.org)."""

from io import StringIO
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.xmlutils import SimplerXMLGenerator

from cms.content.entry_types import feeds_by_type
from cms.core.public_urls import page_url
from cms.core.xml import legal
from cms.feeds.feed_document import address
from cms.http.methods import read_only
from cms.languages.names import native_name
from cms.store import list_pages
from cms.store.http_cache import conditional_response
from cms.store.lists import retry_on_stale_read

MEDIA_TYPE = "text/x-opml; charset=utf-8"
# Raised when the same feeds would give another text.
VERSION = 1


@read_only
@retry_on_stale_read
def opml(request: HttpRequest) -> HttpResponseBase:
    """The feeds of every language, one folder each. Two queries.

    They are in the first format only: a reader would follow the same feed more than once.
    """
    version = list_pages.get_version(feeds_by_type())
    return conditional_response(
        request,
        version,
        lambda: HttpResponse(
            _written(list_pages.find_list_pages(feeds_by_type(), version)), MEDIA_TYPE
        ),
        variant=f"opml{VERSION}",
        language=", ".join(dict(settings.LANGUAGES)),
    )


def _written(found: list[list_pages.ListPage]) -> str:
    text = StringIO()
    xml = SimplerXMLGenerator(text, "utf-8", short_empty_elements=True)
    xml.startDocument()
    xml.startElement("opml", AttributesImpl({"version": "2.0"}))
    xml.startElement("head", AttributesImpl({}))
    xml.addQuickElement("title", settings.WAGTAIL_SITE_NAME)
    xml.endElement("head")
    xml.startElement("body", AttributesImpl({}))
    for code, _ in settings.LANGUAGES:
        _add_language(xml, code, [head for head in found if head.locale == code])
    xml.endElement("body")
    xml.endElement("opml")
    return text.getvalue()


def _add_language(xml: SimplerXMLGenerator, code: str, found: list[list_pages.ListPage]) -> None:
    if not found:
        return
    xml.startElement("outline", AttributesImpl({"text": native_name(code)}))
    for kind in feeds_by_type():
        for head in (head for head in found if head.type == kind):
            title = legal(head.title)
            feed = {
                "type": "rss",
                "text": title,
                "title": title,
                "xmlUrl": address(head.path, "rss"),
                "htmlUrl": page_url(head.path),
                "language": code,
            }
            xml.addQuickElement("outline", attrs=feed)
    xml.endElement("outline")
