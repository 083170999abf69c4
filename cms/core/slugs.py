"""Latin slugs from titles, by the tables of `cms.core.transliteration`.

The page editor's script uses them too; an alphabet without a table follows anyascii.
"""

import re
import unicodedata
from collections import ChainMap
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol, TypedDict

from anyascii import anyascii
from django.utils import translation

from cms.core.transliteration import BULGARIAN, TABLES, get_table
from cms.core.unicode import normalize

if TYPE_CHECKING:
    from django.db.models.options import Options

# Leaves room in the database's 255 for the number that tells two equal slugs apart, and is
# about as long as an address may be and still be read.
MAX_LENGTH = 100

# Characters that a word runs on across: apostrophes, soft hyphens, invisible joiners.
SILENT = "'\u2018\u2019\u00ad\u200b\u200c\u200d\u2060\ufeff"
# The alphabets the browser knows: Latin, accents, Greek, Cyrillic, Armenian, Georgian.
ALPHABETS = (range(0xC0, 0x590), range(0x10D0, 0x1100), range(0x1E00, 0x2000))


class LanguageRules(TypedDict):
    """The letters and patterns of one language."""

    letters: dict[str, str]
    patterns: dict[str, str]


class Rules(TypedDict):
    """What `slugs.js` needs in order to answer as `slugify` does."""

    # For every language; each language's own go before them.
    letters: dict[str, str]
    # By the first part of a language's code; what is not there uses the first of them.
    languages: dict[str, LanguageRules]
    length: int


def get_rules() -> Rules:
    """Return the rules in the shape that goes into the page editor as JSON."""
    languages: dict[str, LanguageRules] = {
        code: {"letters": table.letters, "patterns": table.patterns}
        for code, table in TABLES.items()
    }
    return {"letters": LETTERS, "languages": languages, "length": MAX_LENGTH}


def slugify(title: str, language: str = "") -> str:
    """Return the slug of a title: a-z, 0-9 and single hyphens, at most MAX_LENGTH characters.

    It is empty when the title has no letter and no digit. The language is the title's; without it
    the title is transliterated as in Bulgarian.
    """
    table = get_table(language)
    letters = ChainMap(table.letters, LETTERS)
    heard = (char for char in _fold(title) if letters.get(char) != "")
    words = "".join(char if _is_letter(char) else " " for char in heard).split()
    return _cut("-".join(filter(None, (_latin(word, table.patterns, letters) for word in words))))


class Titled(Protocol):
    """A page or snippet."""

    title: str

    @property
    def _meta(self) -> "Options[Any]": ...


def make_slug(content: Titled, language: str) -> str:
    """Return the slug of a page's or snippet's title; of one without letters and digits, such as an
    emoji, the name of its kind in the language."""
    with translation.override(language):
        kind = str(content._meta.verbose_name)
    return (
        slugify(content.title, language) or slugify(kind, language) or str(content._meta.model_name)
    )


def _fold(text: str) -> str:
    """Join accents to their letters, split ligatures and №, and write everything small."""
    return normalize("NFKC", normalize("NFKC", text).lower())


def _is_letter(char: str) -> bool:
    """Whether a word may hold the character: a letter, a mark upon one, or a digit."""
    return unicodedata.category(char)[0] in "LMN"


def _latin(word: str, patterns: Mapping[str, str], letters: Mapping[str, str]) -> str:
    for pattern, latin in patterns.items():
        word = re.sub(pattern, latin, word)
    return "".join(letters[char] if char in letters else _romanise(char) for char in word)


def _romanise(char: str) -> str:
    return re.sub(r"[^a-z0-9]", "", anyascii(char).lower())


def _cut(slug: str) -> str:
    """Shorten a slug to MAX_LENGTH, between two words where there are two."""
    if len(slug) <= MAX_LENGTH:
        return slug
    return slug[: MAX_LENGTH + 1].rpartition("-")[0] or slug[:MAX_LENGTH]


# Every small letter of the alphabets (and each silent character) with its Latin form, where a
# language's own table has no other.
LETTERS = {
    chr(point): _romanise(chr(point))
    for alphabet in ALPHABETS
    for point in alphabet
    if _is_letter(chr(point)) and _fold(chr(point)) == chr(point)
}
LETTERS |= BULGARIAN.letters | dict.fromkeys(SILENT, "")
