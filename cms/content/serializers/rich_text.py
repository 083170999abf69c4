"""Rich text from the editor's form to clean display HTML.

Wagtail stores links to pages and files by their number (`linktype`, `id`); here they become
stand-ins and addresses, and everything outside a short list of tags is dropped.
"""

import re
from html import escape
from typing import Protocol, TypeVar
from urllib.parse import quote, urlsplit

import nh3
from bs4 import BeautifulSoup
from bs4.element import Tag
from django.db.models import Model, QuerySet
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page

from cms.content.schemas import File
from cms.core.invisible_characters import is_visible, remove_unseen
from cms.core.public_urls import get_page_url
from cms.core.row_ids import is_row_id

TAGS = {
    "a", "b", "blockquote", "br", "em", "h2", "h3", "h4", "hr", "i", "li", "ol", "p", "strong",
    "ul",
}  # fmt: skip
# Removed when empty.
BLOCKS = ["p", "h2", "h3", "h4", "li", "ol", "ul", "blockquote"]
# Of addresses that somebody typed, and of the stand-ins for pages.
WITH_HOST = {"http", "https"}
SCHEMES = {*WITH_HOST, "mailto", "tel"}
STAND_IN = "entry"
# What stands in no address (RFC 3987, 2.2), and is understood by number.
NEVER = re.compile('[\x00-\x20\x7f-\xa0\u2028\u2029"<>\\\\^`{|}]')
BEFORE_HOST = re.compile(r"(?:https?:)?[/\\]{2}", re.IGNORECASE)
BEFORE_QUERY = re.compile(r"[^?#]*")
DEPTH_LIMIT = 100
NESTING_TAG = re.compile(
    r"<(?P<end>/?)(?:a|b|blockquote|div|em|h[1-6]|i|ol|span|strong|ul)\b", re.IGNORECASE
)
ANY_TAG = re.compile(r"<[^<>]*>?")


FoundModel = TypeVar("FoundModel", bound=Model)


class Links(Protocol):
    """Who knows where a link leads."""

    def get_page_link(self, page: Page) -> str: ...

    def get_document(self, document: AbstractDocument) -> File | None: ...


def clean_html(source: str, links: Links) -> str:
    """Return clean HTML; links to pages read `entry:<ids>`, dead ones become plain words.

    A link without words is none.
    """
    soup = BeautifulSoup(_close_tags(source), "html.parser")
    for link in soup.find_all("a"):
        if is_visible(link.get_text()) and (href := _get_href(link, links)):
            link.attrs = {"href": href}
        else:
            link.unwrap()
    # Innermost first: a list is empty once its items are gone.
    for block in reversed(soup.find_all(BLOCKS)):
        if not is_visible(block.get_text()):
            block.decompose()
    return _clean(str(soup), {"href"}, {*SCHEMES, STAND_IN})


def _close_tags(source: str) -> str:
    """Return HTML whose tags are closed: on others Python's parser takes quadratic time.

    Where tags are nested deeper than in any text, which costs every parser as much, only the words
    are returned.
    """
    if _get_depth(source) > DEPTH_LIMIT:
        return f"<p>{escape(ANY_TAG.sub(' ', source))}</p>"
    return _clean(source, {"href", "id", "linktype"}, SCHEMES)


def _get_depth(source: str) -> int:
    """Return how many tags are open at most; those that HTML closes by itself do not count."""
    depth = deepest = 0
    for tag in NESTING_TAG.finditer(source):
        depth = max(depth - 1, 0) if tag["end"] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _clean(html: str, attributes_of_links: set[str], schemes: set[str]) -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        # By itself it would let `lang` and `title` stand everywhere.
        attributes={"a": attributes_of_links, "*": set()},
        url_schemes=schemes,
        link_rel=None,
    )


def _get_href(link: Tag, links: Links) -> str:
    match link.get("linktype"):
        case "page":
            page = _find(Page.objects.select_related("locale"), link)
            return links.get_page_link(page) if page else ""
        case "document":
            document = _find(get_document_model().objects, link)
            file = links.get_document(document) if document else None
            return file["url"] if file else ""
    return normalise_typed_url(str(link.get("href", "")))


def normalise_typed_url(typed: str) -> str:
    """Return an address that somebody typed, whole; "" for one that leads nowhere from elsewhere.

    That is a place on the page itself, or beside it, and whatever runs instead of leading
    somewhere. A stand-in is written by us alone. Browsers read a backslash as a slash.
    """
    href = remove_unseen(typed).strip()
    if BEFORE_HOST.match(href):
        href = BEFORE_QUERY.sub(lambda part: part[0].replace("\\", "/"), href, count=1)
    url = f"https:{href}" if href.startswith("//") else get_page_url(href) or href
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    host = parts.hostname or ""
    leads = (
        host and not NEVER.search(host) if parts.scheme in WITH_HOST else parts.scheme in SCHEMES
    )
    return NEVER.sub(lambda letter: quote(letter[0]), url) if leads else ""


def _find(objects: QuerySet[FoundModel], link: Tag) -> FoundModel | None:
    pk = str(link.get("id", ""))
    return objects.filter(pk=pk).first() if is_row_id(pk) else None
