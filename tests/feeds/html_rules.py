"""What may stand in an item's HTML: a short list of elements and attributes, and whole addresses.

It is read by a parser of HTML as browsers have it, which takes no mistake.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib

ELEMENTS = {
    "a", "b", "blockquote", "br", "caption", "div", "em", "figcaption", "figure", "h2", "h3", "h4",
    "hr", "i", "img", "li", "ol", "p", "span", "strong", "table", "tbody", "td", "th", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "lang", "dir", "hreflang"},
    "div": {"lang", "dir"},
    "img": {"src", "alt", "width", "height"},
    "p": {"lang", "dir"},
    "span": {"dir"},
}
REQUIRED = {"a": {"href"}, "img": {"src", "alt", "width", "height"}}
ADDRESSES = ("href", "src")
SCHEMES = {"http", "https", "mailto", "tel"}
# What a browser reads past in an address, and what no address has.
UNSEEN = re.compile("[\x00-\x20\x7f-\xa0\u2028\u2029]")


def faults(html: str) -> list[str]:
    """What is wrong with an item's HTML."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    try:
        parsed = parser.parseFragment(html)
    except html5lib.html5parser.ParseError as error:
        return [f"no HTML: {error}"]
    return [fault for element in list(parsed.iter())[1:] for fault in _element(element)]


def text(html: str) -> str:
    """The words that a reader sees, without the white space between them."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    return " ".join("".join(parser.parseFragment(html).itertext()).split())


def _element(element: Element) -> Iterator[str]:
    if not isinstance(element.tag, str):
        yield "a comment"
        return
    tag, attributes = element.tag, element.attrib
    if tag not in ELEMENTS:
        yield f"<{tag}>"
    for name in sorted(attributes.keys() - ATTRIBUTES.get(tag, set())):
        yield f"<{tag} {name}>"
    for name in sorted(REQUIRED.get(tag, set()) - attributes.keys()):
        yield f"<{tag}> without {name}"
    for name in ADDRESSES:
        if name in attributes and not whole(attributes[name]):
            yield f"<{tag} {name}={attributes[name]!r}>"
    if tag == "img" and not (attributes.get("width", "") + attributes.get("height", "")).isdigit():
        yield "<img> without a size"
    shown = "".join(element.itertext()).strip() or element.find(".//img") is not None
    if tag == "a" and not shown:
        yield f"an empty link to {attributes.get('href')}"


def whole(address: str) -> bool:
    """Whether an address leads somewhere from everywhere, and runs nothing."""
    if UNSEEN.search(address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme in ("http", "https"):
        return bool(parts.hostname)
    return parts.scheme in SCHEMES and bool(parts.path)
