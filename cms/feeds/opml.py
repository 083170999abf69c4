"""Every feed there is, as a list that feed readers take in at once (OPML 2.0, opml.org)."""

from io import StringIO
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.xmlutils import SimplerXMLGenerator

from cms.content.entry_types import get_feeds_by_type
from cms.core.public_urls import get_page_url
from cms.core.xml import remove_illegal_characters
from cms.feeds.feed_document import get_feed_url
from cms.http.methods import read_only
from cms.languages.names import get_native_name
from cms.store import list_pages
from cms.store.http_cache import conditional_response
from cms.store.lists import retry_on_stale_read

MEDIA_TYPE = "text/x-opml; charset=utf-8"
# Raised when the same feeds would give another text.
VERSION = 1


@read_only
@retry_on_stale_read
def show_opml(request: HttpRequest) -> HttpResponseBase:
    """The feeds of every language, one folder each. Two queries.

    They are in the first format only: a reader would follow the same feed more than once.
    """
    version = list_pages.get_version(get_feeds_by_type())
    return conditional_response(
        request,
        version,
        lambda: HttpResponse(
            _render(list_pages.find_list_pages(get_feeds_by_type(), version)), MEDIA_TYPE
        ),
        variant=f"opml{VERSION}",
        language=", ".join(dict(settings.LANGUAGES)),
    )


def _render(found: list[list_pages.ListPage]) -> str:
    text = StringIO()
    xml = SimplerXMLGenerator(text, "utf-8", short_empty_elements=True)
    xml.startDocument()
    xml.startElement("opml", AttributesImpl({"version": "2.0"}))
    xml.startElement("head", AttributesImpl({}))
    xml.addQuickElement("title", settings.WAGTAIL_SITE_NAME)
    xml.endElement("head")
    xml.startElement("body", AttributesImpl({}))
    for code, _ in settings.LANGUAGES:
        _add_language(xml, code, [list_page for list_page in found if list_page.locale == code])
    xml.endElement("body")
    xml.endElement("opml")
    return text.getvalue()


def _add_language(xml: SimplerXMLGenerator, code: str, found: list[list_pages.ListPage]) -> None:
    if not found:
        return
    xml.startElement("outline", AttributesImpl({"text": get_native_name(code)}))
    for kind in get_feeds_by_type():
        for list_page in (list_page for list_page in found if list_page.type == kind):
            title = remove_illegal_characters(list_page.title)
            feed = {
                "type": "rss",
                "text": title,
                "title": title,
                "xmlUrl": get_feed_url(list_page.path, "rss"),
                "htmlUrl": get_page_url(list_page.path),
                "language": code,
            }
            xml.addQuickElement("outline", attrs=feed)
    xml.endElement("outline")
