"""Latin slugs from titles, by one table that the page editor's script uses too.

Bulgarian follows the official transliteration (the Transliteration Act of 2009); any other
alphabet follows anyascii.
"""

import re
import unicodedata
from typing import TypedDict

from anyascii import anyascii

from cms.unicode_text import normalize

# Leaves room in the database's 255 for the number that tells two equal slugs apart, and is
# about as long as an address may be and still be read.
MAX_LENGTH = 100

BULGARIAN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i",
    "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sht",
    "ъ": "a", "ь": "y", "ю": "yu", "я": "ya",
}  # fmt: skip
# The law's own exceptions: the end of a word, and one word.
ENDINGS = {"ия": "ia"}
WORDS = {"българия": "bulgaria"}
# Characters that a word runs on across: apostrophes, soft hyphens, invisible joiners.
SILENT = "'\u2018\u2019\u00ad\u200b\u200c\u200d\u2060\ufeff"
# The alphabets the browser knows: Latin, accents, Greek, Cyrillic, Armenian, Georgian.
ALPHABETS = (range(0xC0, 0x590), range(0x10D0, 0x1100), range(0x1E00, 0x2000))


class Rules(TypedDict):
    """What `slugs.js` needs in order to answer as `slugify` does."""

    letters: dict[str, str]
    endings: dict[str, str]
    words: dict[str, str]
    length: int


def rules() -> Rules:
    """Return the rules in the shape that goes into the page editor as JSON."""
    return {"letters": LETTERS, "endings": ENDINGS, "words": WORDS, "length": MAX_LENGTH}


def slugify(title: str) -> str:
    """Return the slug of a title: a-z, 0-9 and single hyphens, at most MAX_LENGTH characters.

    It is empty when the title has no letter and no digit.
    """
    heard = (char for char in _fold(title) if LETTERS.get(char) != "")
    words = "".join(char if _is_letter(char) else " " for char in heard).split()
    return _cut("-".join(filter(None, map(_latin, words))))


def _fold(text: str) -> str:
    """Join accents to their letters, split ligatures and №, and write everything small."""
    return normalize("NFKC", normalize("NFKC", text).lower())


def _is_letter(char: str) -> bool:
    """Whether a word may hold the character: a letter, a mark upon one, or a digit."""
    return unicodedata.category(char)[0] in "LMN"


def _latin(word: str) -> str:
    if word in WORDS:
        return WORDS[word]
    for ending, latin in ENDINGS.items():
        if word.endswith(ending):
            return _letters(word.removesuffix(ending)) + latin
    return _letters(word)


def _letters(text: str) -> str:
    return "".join(LETTERS[char] if char in LETTERS else _romanise(char) for char in text)


def _romanise(char: str) -> str:
    return re.sub(r"[^a-z0-9]", "", anyascii(char).lower())


def _cut(slug: str) -> str:
    """Shorten a slug to MAX_LENGTH, between two words where there are two."""
    if len(slug) <= MAX_LENGTH:
        return slug
    return slug[: MAX_LENGTH + 1].rpartition("-")[0] or slug[:MAX_LENGTH]


# Every small letter of the alphabets (and each silent character) with its Latin form.
LETTERS = {
    chr(point): _romanise(chr(point))
    for alphabet in ALPHABETS
    for point in alphabet
    if _is_letter(chr(point)) and _fold(chr(point)) == chr(point)
}
LETTERS |= BULGARIAN | dict.fromkeys(SILENT, "")
