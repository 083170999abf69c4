"""Template filters and tags: functions of an entry's data and of what its type declares.

None of them touches the database.

The shapes (entry, card, image, block) are those of the public contract.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django import template

from cms.content.entry_types import TYPES
from cms.core.json_types import JSON
from cms.core.public_urls import get_mail_path, get_search_path, get_subscribe_path
from cms.languages.bidi import build_dir_attribute, isolate, isolate_in_span
from cms.languages.names import get_direction, get_native_name
from cms.site.hreflang import list_alternates as told_alternates

register = template.Library()
register.filter("search_path", get_search_path)
register.filter("subscribe_path", get_subscribe_path)
register.filter("mail_path", get_mail_path)
register.filter("native_name", get_native_name)
register.filter("direction", get_direction)
register.filter("isolate", isolate)
register.filter("isolate_in_span", isolate_in_span)
register.filter("dir_attribute", build_dir_attribute)

Data = Mapping[str, Any]

BLOCK_TYPES = frozenset(
    {
        "text",
        "picture",
        "gallery",
        "quotation",
        "table",
        "figures",
        "file",
        "video",
        "call_to_action",
        "pages",
    }
)
FEED_TYPES = {
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
}
# The stylesheet knows this many steps per axis (.focus-x-0 … .focus-x-4): a strict content
# security policy leaves no room for a style attribute with the exact point.
FOCUS_STEPS = 4
TELEPHONE = re.compile(r"\(?\+?[0-9][0-9 \t\u00a0().\-‐‑–/]*")
EXTENSION = re.compile(
    r"[,;]?\s*(?:вътр(?:ешен)?|вът|доб|ext(?:ension)?|int|x)\.?\s*([0-9]{1,7})\b", re.IGNORECASE
)
# Between two numbers ("68 021 – 68 022", "68 021/68 022"), or before another's last digits
# ("68 021-022"); within one, it stands behind fewer digits ("02/123 45 67", "123-45-67").
SEPARATOR = re.compile(r"(?P<between>[ \t\u00a0][\-‐‑–/][ \t\u00a0]|/)|[\-‐‑–]")
SHORTEST_NUMBER = 5
WHOLE_NUMBER, WHOLE_NUMBER_ABROAD = 7, 11


@register.filter
def block_template(block: Data) -> str:
    """Return the template of a body block, "" for a type the site does not know."""
    block_type = block["type"]
    return f"site/blocks/{block_type}.html" if block_type in BLOCK_TYPES else ""


@register.filter
def alternates(page: Data) -> list[dict[str, str]]:
    """Return the page's addresses per language, itself included, as {"language", "url"}."""
    urls = {page["locale"]: page["url"]}
    urls |= {other["locale"]: other["url"] for other in page["translations"] if other["url"]}
    return [{"language": language, "url": url} for language, url in told_alternates(urls)]


@register.filter
def elsewhere(translations: Iterable[Data], site: Data | None) -> list[Data]:
    """Return where a page is read in other languages: {"locale", "path", "translated"} each, its
    translations first.

    What is not translated leads to that language's home; a language without one has no site yet.
    """
    homes = {home["locale"]: home["path"] for home in site["homes"]} if site else {}
    places = [
        {"locale": other["locale"], "path": path, "translated": bool(other["path"])}
        for other in translations
        if (path := other["path"] or homes.get(other["locale"]))
    ]
    return sorted(places, key=lambda place: not place["translated"])


@register.filter
def translation_source(page: Data) -> Data | None:
    """Return the translation this page was made from, None when it is not public."""
    source = page["translation"]["source_locale"]
    for other in page["translations"]:
        if other["locale"] == source and other["path"]:
            return other
    return None


@register.filter
def lead_image(entry: Data) -> Data | None:
    """Return the image that stands for a card or an entry in a list, None when it has none."""
    picture = entry.get("picture") or {}
    return entry.get("image") or picture.get("image") or entry.get("logo")


@register.filter
def is_article(entry: Data) -> bool:
    return TYPES[entry["type"]].article


@register.filter
def has_logo(entry: Data) -> bool:
    return TYPES[entry["type"]].logo


@register.filter
def share_image(page: Data) -> Data | None:
    """Return the image that goes with a shared link: the one chosen for it, else the lead."""
    return page["seo"]["image"] or lead_image(page)


@register.filter
def grouped_by(items: Iterable[Data], key: str) -> list[tuple[Any, list[Data]]]:
    """Return (value, items) pairs: groups in the order of their first item, items in theirs.

    Unlike {% regroup %} it joins items that do not stand next to each other.
    """
    groups: dict[Any, list[Data]] = {}
    for item in items:
        groups.setdefault(item[key], []).append(item)
    return list(groups.items())


@register.filter
def feed_type(feed_format: str) -> str:
    """Return the media type of a feed's format: "rss", "atom" or "json"."""
    return FEED_TYPES[feed_format.lower()]


@register.filter
def dialable(telephone: str) -> str:
    """Return the first number of a text as a `tel:` address takes it (RFC 3966), "" for none.

    "+359 (0)728 60 000 вътр. 12, 68 022" → "+35972860000;ext=12".
    """
    for found in TELEPHONE.finditer(telephone):
        number = _first_number(found[0])
        digits = re.sub("[^0-9+]", "", number)
        if digits == telephone.strip() or len(digits) >= SHORTEST_NUMBER:
            extension = EXTENSION.match(telephone, found.start() + len(number))
            return f"{digits};ext={extension[1]}" if extension else digits
    return ""


def _first_number(text: str) -> str:
    """Return the first of several numbers, without the trunk prefix of one from abroad."""
    abroad = text.lstrip("(").startswith(("+", "00"))
    whole = WHOLE_NUMBER_ABROAD if abroad else WHOLE_NUMBER
    for separator in SEPARATOR.finditer(text):
        before = len(re.sub("[^0-9]", "", text[: separator.start()]))
        if before >= (WHOLE_NUMBER if separator["between"] else whole):
            text = text[: separator.start()]
            break
    # As long as it was, for what stands behind it.
    return text.replace("(0)", "   ") if abroad else text


@register.filter
def host(url: str) -> str:
    """Return the part of a web address people know it by: "https://www.x.bg/a" → "x.bg"."""
    return urlsplit(url).netloc.removeprefix("www.") or url


@register.inclusion_tag("site/partials/picture.html")
def picture(image: Data, sizes: str = "100vw", eager: bool = False) -> JSON:
    """Render an image; `sizes` is its width in the layout, `eager` for the page's lead picture."""
    point = image.get("focal_point") or {"x": 0.5, "y": 0.5}
    return {
        "image": image,
        "sizes": sizes,
        "eager": eager,
        "focus_x": round(point["x"] * FOCUS_STEPS),
        "focus_y": round(point["y"] * FOCUS_STEPS),
    }
