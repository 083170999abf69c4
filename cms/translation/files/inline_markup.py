"""A piece of text with its inline tags, whatever it is written in.

wagtail-localize keeps a segment as HTML with few tags: `<b>`, `<a id="a1">`, `<br/>`. Two pieces of
HTML that say the same are one fragment: entities, ways of writing a tag and line ends do not
matter. In XLIFF a tag is a number, by which it is found among the tags of its unit.
"""

import html
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeAlias

from django.utils.translation import gettext as _
from wagtail_localize.strings import StringValue

from cms.core.invisible_characters import remove_unseen
from cms.core.nfc import compose_text
from cms.core.xml import ILLEGAL, remove_illegal_characters
from cms.translation.files.problems import SegmentError


@dataclass(frozen=True)
class Element:
    """A tag: what its opening says between < and > (`a id="a1"`), or in XLIFF its number.

    `children` are None where it stands alone, as a line break does.
    """

    tag: str
    children: "Fragment | None" = None


Fragment: TypeAlias = tuple[str | Element, ...]

SPACES = re.compile(r"\s+")
# Deeper than any text is nested, and far from what Python gives up at.
MAX_DEPTH = 30
TOKEN = re.compile(
    r"(?P<opaque><!--(?:(?!<!--|-->).)*-->|<[!?][^<>]*>)"
    r"|<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)"
    r"""(?:\s+id\s*=\s*(?:"(?P<id>[^"<>]*)"|'(?P<id1>[^'<>]*)'))?\s*/?>"""
    r"|(?P<broken><[A-Za-z/!?][^<>]*>?)"
    r"|(?P<text>[^<]+|<)",
    re.DOTALL,
)
# The browser ends a line by both, of which wagtail-localize makes a tag of one.
CR_BEFORE_BREAK = re.compile(r"\r(?=<br)")
# What a text has not that wagtail-localize has written: another tag, another name of a letter, more
# than one space that stands alone. Its parser, which is slow, is needed for nothing else.
UNUSUAL = re.compile(
    r"&(?!(?:amp|lt|gt);)"
    r"""|<(?!(?:/?(?:abbr|acronym|b|code|em|i|strong)|a(?: id="[^"<>&]*")?|/a|br/)>)"""
    r"|(?:\A|(?<=>))(?![ \n](?:<|\Z))[ \t\n\f\r]+(?=<|\Z)"
)


class Builder:
    """Puts a fragment together from its pieces; raises SegmentError where they do not fit."""

    def __init__(self) -> None:
        self._open: list[tuple[str, list[str | Element]]] = [("", [])]
        # Pieces that follow each other: there may be a great many.
        self._pieces: list[str] = []

    def add_text(self, text: str) -> None:
        if ILLEGAL.search(text):
            raise SegmentError(_("There is a control character in the text."))
        self._pieces.append(text)

    def add_void_tag(self, tag: str) -> None:
        self._parts().append(Element(tag))

    def open_tag(self, tag: str) -> None:
        if len(self._open) > MAX_DEPTH:
            raise SegmentError(_("The tags are nested too deep."))
        self._parts()
        self._open.append((tag, []))

    def close_tag(self, name: str) -> None:
        parts = self._parts()
        tag = self._open[-1][0]
        if len(self._open) == 1 or tag_name(tag) != name:
            raise SegmentError(_("“%(tag)s” closes nothing.") % {"tag": f"</{name}>"})
        self._open.pop()
        self._open[-1][1].append(Element(tag, tuple(parts)))

    def result(self) -> Fragment:
        parts = self._parts()
        if tag := self._open[-1][0]:
            raise SegmentError(_("“%(tag)s” is not closed.") % {"tag": f"<{tag}>"})
        return tuple(parts)

    def _parts(self) -> list[str | Element]:
        """What stands so far in the tag that is open, the text before here included."""
        parts = self._open[-1][1]
        if text := "".join(self._pieces):
            parts.append(compose_text(text))
        self._pieces = []
        return parts


# HTML


def parse(text: str) -> Fragment:
    """Read HTML as somebody wrote it. Raises SegmentError."""
    builder = Builder()
    for token in TOKEN.finditer(CR_BEFORE_BREAK.sub("", text)):
        _add_token(builder, token)
    return builder.result()


def _add_token(builder: Builder, token: re.Match[str]) -> None:
    if text := token["text"]:
        builder.add_text(html.unescape(text).replace("\r\n", "\n").replace("\r", "\n"))
    elif token["opaque"]:
        builder.add_void_tag(token["opaque"][1:-1])
    elif token["broken"]:
        message = _("“%(tag)s” is no tag that is known here.")
        raise SegmentError(message % {"tag": token["broken"][:40]})
    else:
        _add_tag(builder, token)


def _add_tag(builder: Builder, token: re.Match[str]) -> None:
    name, tag_id = token["name"].lower(), token["id"] or token["id1"]
    tag = f'{name} id="{tag_id}"' if tag_id else name
    if token["end"]:
        builder.close_tag(name)
    elif is_void(tag):
        builder.add_void_tag(tag)
    else:
        builder.open_tag(tag)
        if token[0].endswith("/>"):
            builder.close_tag(name)


def parse_stored(text: str) -> Fragment:
    """Read HTML from wagtail-localize's tables, as leniently as it does itself there.

    Raises SegmentError, or the ValueError of wagtail-localize, for what it takes for wrong.
    """
    normalized = CR_BEFORE_BREAK.sub("", text)
    if not UNUSUAL.search(normalized):
        with suppress(SegmentError):
            return parse(remove_illegal_characters(normalized))
    return parse(remove_illegal_characters(StringValue.from_translated_html(normalized).data))


def to_html(fragment: Fragment) -> str:
    """Write HTML as wagtail-localize does."""
    return "".join(_part_to_html(part) for part in fragment)


def _part_to_html(part: str | Element) -> str:
    if isinstance(part, str):
        return part.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if part.children is None:
        return tag_markup(part.tag)
    return f"{tag_markup(part.tag)}{to_html(part.children)}</{tag_name(part.tag)}>"


def tag_markup(tag: str) -> str:
    """What opens a tag, or is all of it."""
    return "<br/>" if tag == "br" else f"<{tag}>"


def tag_name(tag: str) -> str:
    return tag.partition(" ")[0]


def is_void(tag: str) -> bool:
    return tag == "br" or tag[0] in "!?"


def list_tags(fragment: Fragment) -> Iterator[str]:
    """Every tag in the order in which they are opened."""
    for part in fragment:
        if isinstance(part, Element):
            yield part.tag
            yield from list_tags(part.children or ())


def has_link_in_link(fragment: Fragment, inside: bool = False) -> bool:
    return any(
        (inside and link) or has_link_in_link(part.children or (), inside or link)
        for part in fragment
        if isinstance(part, Element)
        for link in [tag_name(part.tag) == "a"]
    )


def plain_text(fragment: Fragment) -> str:
    """The text alone, in one line."""
    return " ".join(_text(fragment).split())


def _text(fragment: Fragment) -> str:
    return "".join(
        part if isinstance(part, str) else " " if part.children is None else _text(part.children)
        for part in fragment
    )


def normalize_spaces(fragment: Fragment) -> str:
    """Write HTML with one ordinary space wherever there are any, and without unseen characters.

    Some programs know no other spaces, and write even the source so.
    """
    return SPACES.sub(" ", remove_unseen(to_html(fragment))).strip()


# Numbers


class Codes:
    """The tags of a unit by number: its source's in their order, then those of its translation."""

    def __init__(self, source: Fragment, target: Fragment) -> None:
        self.tags: dict[str, str] = {}
        for fragment in (source, target):
            known = Counter(self.tags.values())
            for tag in list_tags(fragment):
                if known[tag]:
                    known[tag] -= 1
                else:
                    self.tags[str(len(self.tags) + 1)] = tag

    def to_numbers(self, fragment: Fragment) -> Fragment:
        """Put numbers in the place of tags that all have one."""
        free = defaultdict(list)
        for number, tag in reversed(self.tags.items()):
            free[tag].append(number)
        return self._to_numbers(fragment, free)

    def _to_numbers(self, fragment: Fragment, free: dict[str, list[str]]) -> Fragment:
        return tuple(
            part
            if isinstance(part, str)
            else Element(
                free[part.tag].pop(),
                None if part.children is None else self._to_numbers(part.children, free),
            )
            for part in fragment
        )

    def to_tags(self, fragment: Fragment) -> Fragment:
        """Put tags in the place of numbers. Raises SegmentError for a number that is none."""
        return tuple(part if isinstance(part, str) else self._to_tag(part) for part in fragment)

    def _to_tag(self, element: Element) -> Element:
        tag = self.tags.get(element.tag)
        if tag is None or is_void(tag) != (element.children is None):
            message = _(
                "There is a tag with the number “%(number)s”, which the source does not have."
            )
            raise SegmentError(message % {"number": element.tag[:40]})
        return Element(tag, None if element.children is None else self.to_tags(element.children))
