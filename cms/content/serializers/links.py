"""Stand-ins for other pages, and filling them in.

While a page is serialised, every mention of another page becomes a stand-in that names the
entries it may lead to, the best first: the page in the reader's language, then the page itself.
`fill_stand_ins` replaces each by what the first of them that is public says of itself.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from cms.content.publishable import Translatable
from cms.content.snapshots import get_language
from cms.core.json_types import JSON


def get_entry_id(translation_key: UUID, locale: str) -> UUID:
    """The public id of a page in a language: the same after a rename, a move, a new domain."""
    return uuid5(translation_key, locale)


@dataclass(frozen=True)
class CardStandIn:
    """Stands for another page's card; with nothing public behind it, it is left out."""

    ids: tuple[str, ...]


@dataclass(frozen=True)
class AddressStandIn:
    """Stands for a part of another page's card: its address, absolute (`url`) or not (`path`), or
    one right below it, `before` which the site's own may stand; or its `title`.

    With nothing public behind it, it becomes `otherwise`.
    """

    ids: tuple[str, ...]
    part: str = "url"
    below: str = ""
    before: str = ""
    otherwise: str = ""


@dataclass(frozen=True)
class HtmlWithStandIns:
    """Clean HTML whose links to pages are written `entry:<id>,<id>`."""

    html: str


# What stored digests call the stand-ins. It never changes, whatever the code calls them: with
# another digest, every entry would count as changed.
DIGEST_NAMES: dict[type, str] = {
    CardStandIn: "Ref",
    AddressStandIn: "Address",
    HtmlWithStandIns: "Html",
}
LINK = re.compile(r'<a href="entry:([0-9a-f,-]+)">(.*?)</a>', re.DOTALL)


def list_candidate_ids(page: Translatable, locale: str) -> tuple[str, ...]:
    """The ids of the entries that a mention of `page` leads a reader of `locale` to."""
    locales = dict.fromkeys([locale, get_language(page.locale_id).language_code])
    return tuple(str(get_entry_id(page.translation_key, code)) for code in locales)


def list_own_id(page: Translatable) -> tuple[str, ...]:
    """The id of the page's own entry, where no other language is to stand for it."""
    return (str(get_entry_id(page.translation_key, get_language(page.locale_id).language_code)),)


def iterate_mentions(data: object) -> Iterator[tuple[str, ...]]:
    """Yield, for every mention of an entry in `data`, the ids that it may lead to, the best
    first."""
    match data:
        case CardStandIn(ids) | AddressStandIn(ids=ids):
            yield ids
        case HtmlWithStandIns(html):
            for found in LINK.findall(html):
                yield tuple(found[0].split(","))
        case dict():
            for value in data.values():
                yield from iterate_mentions(value)
        case list():
            for value in data:
                yield from iterate_mentions(value)


def iterate_referenced_ids(data: object) -> Iterator[str]:
    """Yield the id of every entry that `data` may show something of."""
    for ids in iterate_mentions(data):
        yield from ids


def iterate_deciding_ids(data: object, cards: Mapping[str, JSON]) -> Iterator[str]:
    """Yield the ids of the entries that decide what `data` shows, while those of `cards` are
    public: of each mention what it leads to, and what it would rather lead to."""
    for ids in iterate_mentions(data):
        public = next((place for place, each in enumerate(ids) if each in cards), len(ids))
        yield from ids[: public + 1]


def get_digest_text(value: object) -> str:
    """Return what stands in a digest for a stand-in, or for what JSON has no form of."""
    kind = type(value)
    if kind not in DIGEST_NAMES:
        return repr(value)
    return DIGEST_NAMES[kind] + repr(value).removeprefix(kind.__name__)


def fill_stand_ins(data: Any, cards: Mapping[str, JSON]) -> Any:
    """Return `data` with every stand-in replaced by what `cards` (by entry id) say."""
    match data:
        case CardStandIn(ids):
            return _get_first_card(ids, cards)
        case AddressStandIn(ids, part, below, before, otherwise):
            card = _get_first_card(ids, cards)
            return before + card[part] + below if card else otherwise
        case HtmlWithStandIns(html):
            return LINK.sub(lambda link: _render_link(link, cards), html)
        case dict():
            return {name: fill_stand_ins(value, cards) for name, value in data.items()}
        case list():
            filled = [(value, fill_stand_ins(value, cards)) for value in data]
            return [
                new for old, new in filled if not (isinstance(old, CardStandIn) and new is None)
            ]
    return data


def _get_first_card(ids: tuple[str, ...], cards: Mapping[str, JSON]) -> JSON | None:
    return next((cards[entry] for entry in ids if entry in cards), None)


def _render_link(link: re.Match[str], cards: Mapping[str, JSON]) -> str:
    """A link to a page that is not public becomes its plain words; one to a page in another
    language than the reader's says which."""
    ids = tuple(link[1].split(","))
    card = _get_first_card(ids, cards)
    if card is None:
        return link[2]
    language = "" if card["id"] == ids[0] else f' hreflang="{card["locale"]}"'
    return f'<a href="{card["url"]}"{language}>{link[2]}</a>'
