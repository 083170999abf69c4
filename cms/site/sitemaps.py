"""Sitemaps: of every language, in parts (sitemaps.org), and of the latest news (Google).

Two queries each, whatever the number of entries; one if the client has the present version.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from types import MappingProxyType
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.xmlutils import SimplerXMLGenerator

from cms.addresses import page_url, public_url
from cms.conditional import conditional
from cms.http_methods import read_only
from cms.moments import format_moment
from cms.site.alternates import alternates
from cms.site.registry import NEWS
from cms.store import public_addresses
from cms.store.lists import at_one_moment
from cms.store.public_addresses import Address, Extent, News
from cms.store.queries import NOTHING
from cms.xml import legal

MEDIA_TYPE = "application/xml; charset=utf-8"
# Raised when the same entries would give another text.
VERSION = 1
# Addresses in one file. The protocol allows 50,000 and 50 MB; each may stand there in many
# languages.
SIZE = 5_000
# What the protocol of the news allows.
NEWS_SIZE = 1_000
NEWS_WINDOW = timedelta(days=2)

NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})
SITEMAP = {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"}
LANGUAGES = SITEMAP | {"xmlns:xhtml": "http://www.w3.org/1999/xhtml"}
NEWS_TERMS = SITEMAP | {"xmlns:news": "http://www.google.com/schemas/sitemap-news/0.9"}

Write = Callable[[SimplerXMLGenerator], None]


@read_only
def index(request: HttpRequest) -> HttpResponseBase:
    """The sitemaps there are, each with the moment of its language's last change."""
    extents = public_addresses.extents()
    if not _has_addresses(extents):
        raise Http404

    def write(xml: SimplerXMLGenerator) -> None:
        for locale, _ in settings.LANGUAGES:
            extent = extents.get(locale, Extent(NOTHING, 0))
            for number in range(1, -(-extent.number // SIZE) + 1):
                with _inside(xml, "sitemap"):
                    xml.addQuickElement("loc", public_url(f"/sitemap-{locale}-{number}.xml"))
                    xml.addQuickElement("lastmod", format_moment(extent.version.modified_at))

    version = extents.get("", Extent(NOTHING, 0)).version
    return conditional(
        request,
        version,
        lambda: _document("sitemapindex", SITEMAP, write),
        variant=f"map{VERSION}",
    )


@read_only
@at_one_moment
def part(request: HttpRequest, locale: str, number: str) -> HttpResponseBase:
    """Some of a language's addresses, each with the same page's in the other languages."""
    extents = public_addresses.extents()
    offset = (int(number) - 1) * SIZE
    if offset >= extents.get(locale, Extent(NOTHING, 0)).number:
        raise Http404
    # The other languages' addresses stand in it too.
    version = extents[""].version

    def build() -> HttpResponse:
        pages = public_addresses.addresses(locale, version, offset, SIZE)
        return _document("urlset", LANGUAGES, lambda xml: _write_pages(xml, locale, pages))

    return conditional(
        request,
        version,
        build,
        variant=f"map{VERSION}-{locale}-{number}",
        language=locale,
    )


@read_only
@at_one_moment
def news(request: HttpRequest) -> HttpResponseBase:
    """The articles of the last two days."""
    now = timezone.now()
    version = public_addresses.news_version(NEWS, now, NEWS_WINDOW)
    if version == NOTHING:
        raise Http404

    def build() -> HttpResponse:
        items = public_addresses.news(NEWS, version, now, NEWS_WINDOW, NEWS_SIZE)
        return _document("urlset", NEWS_TERMS, lambda xml: _write_news(xml, items))

    return conditional(
        request,
        version,
        build,
        variant=f"news{VERSION}-{version.modified_at.timestamp():.6f}",
    )


def existing() -> list[str]:
    """Return the paths of the sitemaps that there are. Two queries.

    One that would name nothing is a 404: by its schema there is none without an entry.
    """
    paths = {
        "/sitemap.xml": _has_addresses(public_addresses.extents()),
        "/sitemap-news.xml": _has_news(),
    }
    return [path for path, exists in paths.items() if exists]


def _has_addresses(extents: Mapping[str, Extent]) -> bool:
    return any(extents[code].number for code, _ in settings.LANGUAGES if code in extents)


def _has_news() -> bool:
    return public_addresses.news_version(NEWS, timezone.now(), NEWS_WINDOW) != NOTHING


def _document(root: str, names: Mapping[str, str], write: Write) -> HttpResponse:
    text = StringIO()
    xml = SimplerXMLGenerator(text, "utf-8", short_empty_elements=True)
    xml.startDocument()
    with _inside(xml, root, names):
        write(xml)
    return HttpResponse(text.getvalue(), MEDIA_TYPE)


def _write_pages(
    xml: SimplerXMLGenerator, locale: str, pages: Iterable[Mapping[str, Address]]
) -> None:
    for page in pages:
        urls = {language: page_url(address.path) for language, address in page.items()}
        with _inside(xml, "url"):
            xml.addQuickElement("loc", urls[locale])
            xml.addQuickElement("lastmod", format_moment(page[locale].updated_at))
            for language, url in alternates(urls):
                link = {"rel": "alternate", "hreflang": language, "href": url}
                xml.addQuickElement("xhtml:link", attrs=link)


def _write_news(xml: SimplerXMLGenerator, items: Iterable[News]) -> None:
    for item in items:
        with _inside(xml, "url"):
            xml.addQuickElement("loc", page_url(item.path))
            with _inside(xml, "news:news"):
                with _inside(xml, "news:publication"):
                    name = item.publication or settings.WAGTAIL_SITE_NAME
                    xml.addQuickElement("news:name", legal(name))
                    xml.addQuickElement("news:language", item.locale)
                xml.addQuickElement("news:publication_date", format_moment(item.published_at))
                xml.addQuickElement("news:title", legal(item.title))


@contextmanager
def _inside(
    xml: SimplerXMLGenerator, name: str, attributes: Mapping[str, str] = NO_ATTRIBUTES
) -> Iterator[None]:
    """An element around what is written meanwhile."""
    xml.startElement(name, AttributesImpl(attributes))
    yield
    xml.endElement(name)
