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

from cms.content.entry_types import TYPES
from cms.core.public_urls import get_page_url, get_public_url
from cms.core.timestamps import format_moment
from cms.core.xml import remove_illegal_characters
from cms.http.methods import read_only
from cms.site.hreflang import list_alternates
from cms.store import sitemap_queries
from cms.store.entry_queries import NO_VERSION
from cms.store.http_cache import conditional_response
from cms.store.lists import retry_on_stale_read
from cms.store.sitemap_queries import Address, Extent, NewsItem

MEDIA_TYPE = "application/xml; charset=utf-8"
# Raised when the same entries would give another text.
VERSION = 2
# Addresses in one file. The protocol allows 50,000 and 50 MB; each may stand there in many
# languages.
SIZE = 5_000
# Google names languages in the news by ISO 639, without script or region, but for Chinese
# (developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap).
NEWS_LANGUAGES = {"zh-hans": "zh-cn", "zh-hant": "zh-tw"}
# What the protocol of the news allows.
NEWS_SIZE = 1_000
NEWS_WINDOW = timedelta(days=2)

NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})
SITEMAP = {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"}
LANGUAGES = SITEMAP | {"xmlns:xhtml": "http://www.w3.org/1999/xhtml"}
NEWS_TERMS = SITEMAP | {"xmlns:news": "http://www.google.com/schemas/sitemap-news/0.9"}

Write = Callable[[SimplerXMLGenerator], None]


@read_only
def show_index(request: HttpRequest) -> HttpResponseBase:
    """The sitemaps there are, each with the moment of its language's last change."""
    extents = sitemap_queries.get_extents()
    if not _has_addresses(extents):
        raise Http404

    def write(xml: SimplerXMLGenerator) -> None:
        for locale, _ in settings.LANGUAGES:
            extent = extents.get(locale, Extent(NO_VERSION, 0))
            for number in range(1, -(-extent.number // SIZE) + 1):
                with _write_inside(xml, "sitemap"):
                    xml.addQuickElement("loc", get_public_url(f"/sitemap-{locale}-{number}.xml"))
                    xml.addQuickElement("lastmod", format_moment(extent.version.modified_at))

    version = extents.get("", Extent(NO_VERSION, 0)).version
    return conditional_response(
        request,
        version,
        lambda: _render_document("sitemapindex", SITEMAP, write),
        variant=f"map{VERSION}",
    )


@read_only
@retry_on_stale_read
def show_part(request: HttpRequest, locale: str, number: str) -> HttpResponseBase:
    """Some of a language's addresses, each with the same page's in the other languages."""
    extents = sitemap_queries.get_extents()
    offset = (int(number) - 1) * SIZE
    if offset >= extents.get(locale, Extent(NO_VERSION, 0)).number:
        raise Http404
    # The other languages' addresses stand in it too.
    version = extents[""].version

    def build() -> HttpResponse:
        pages = sitemap_queries.read_addresses(locale, version, offset, SIZE)
        return _render_document("urlset", LANGUAGES, lambda xml: _write_pages(xml, locale, pages))

    return conditional_response(
        request,
        version,
        build,
        variant=f"map{VERSION}-{locale}-{number}",
        language=locale,
    )


@read_only
@retry_on_stale_read
def show_news(request: HttpRequest) -> HttpResponseBase:
    """The articles of the last two days."""
    now = timezone.now()
    types = _list_news_types()
    version = sitemap_queries.get_news_version(types, now, NEWS_WINDOW)
    if version == NO_VERSION:
        raise Http404

    def build() -> HttpResponse:
        items = sitemap_queries.read_news(types, version, now, NEWS_WINDOW, NEWS_SIZE)
        return _render_document("urlset", NEWS_TERMS, lambda xml: _write_news(xml, items))

    return conditional_response(
        request,
        version,
        build,
        variant=f"news{VERSION}-{version.modified_at.timestamp():.6f}",
    )


def list_existing() -> list[str]:
    """Return the paths of the sitemaps that there are. Two queries.

    One that would name nothing is a 404: by its schema there is none without an entry.
    """
    paths = {
        "/sitemap.xml": _has_addresses(sitemap_queries.get_extents()),
        "/sitemap-news.xml": _has_news(),
    }
    return [path for path, exists in paths.items() if exists]


def _has_addresses(extents: Mapping[str, Extent]) -> bool:
    return any(extents[code].number for code, _ in settings.LANGUAGES if code in extents)


def _has_news() -> bool:
    return (
        sitemap_queries.get_news_version(_list_news_types(), timezone.now(), NEWS_WINDOW)
        != NO_VERSION
    )


def _list_news_types() -> list[str]:
    return [kind.name for kind in TYPES.values() if kind.in_news_sitemap]


def _render_document(root: str, names: Mapping[str, str], write: Write) -> HttpResponse:
    text = StringIO()
    xml = SimplerXMLGenerator(text, "utf-8", short_empty_elements=True)
    xml.startDocument()
    with _write_inside(xml, root, names):
        write(xml)
    return HttpResponse(text.getvalue(), MEDIA_TYPE)


def _write_pages(
    xml: SimplerXMLGenerator, locale: str, pages: Iterable[Mapping[str, Address]]
) -> None:
    for page in pages:
        urls = {language: get_page_url(address.path) for language, address in page.items()}
        with _write_inside(xml, "url"):
            xml.addQuickElement("loc", urls[locale])
            xml.addQuickElement("lastmod", format_moment(page[locale].updated_at))
            for language, url in list_alternates(urls):
                link = {"rel": "alternate", "hreflang": language, "href": url}
                xml.addQuickElement("xhtml:link", attrs=link)


def _write_news(xml: SimplerXMLGenerator, items: Iterable[NewsItem]) -> None:
    for item in items:
        with _write_inside(xml, "url"):
            xml.addQuickElement("loc", get_page_url(item.path))
            with _write_inside(xml, "news:news"):
                with _write_inside(xml, "news:publication"):
                    name = item.publication or settings.WAGTAIL_SITE_NAME
                    xml.addQuickElement("news:name", remove_illegal_characters(name))
                    xml.addQuickElement("news:language", _get_news_language(item.locale))
                xml.addQuickElement("news:publication_date", format_moment(item.published_at))
                xml.addQuickElement("news:title", remove_illegal_characters(item.title))


def _get_news_language(code: str) -> str:
    return NEWS_LANGUAGES.get(code, code.partition("-")[0])


@contextmanager
def _write_inside(
    xml: SimplerXMLGenerator, name: str, attributes: Mapping[str, str] = NO_ATTRIBUTES
) -> Iterator[None]:
    """An element around what is written meanwhile."""
    xml.startElement(name, AttributesImpl(attributes))
    yield
    xml.endElement(name)
