"""The words of a text, and the keys by which one form of a word finds another.

No database knows Bulgarian, so a text is indexed by the keys of its words and asked for by the
keys of the words that are looked for. A key is letters and digits, begun by a letter that tells how
it was made: nothing of it is an operator to any backend.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from importlib.metadata import version
from typing import Any

from django.utils.translation import get_language_info

from cms.unicode_text import normalize

# What the keys are made with: when it changes, the index is made anew (cms.store.stamp).
PACKAGES = ("bulstem", "simplemma", "snowballstemmer")
VERSION = "1 " + " ".join(version(name) for name in PACKAGES)

WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
IN_CYRILLIC = frozenset({"be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "uk"})
# Latin letters that got into a Cyrillic word, where nobody sees the difference.
LOOKALIKES = str.maketrans("abcehkmoptxy", "авсенкмортху")
# Longer words are cut: nobody types them, and databases refuse the longest.
LONGEST = 40
# Words that say too little to be looked for, unless there are no others.
BULGARIAN = (
    "а без в във до за и из или как към на над не но от по под при с се си със ще че са е да"
)
ENGLISH = "a an and as at by for from in is it of on or that the this to with"
EMPTY = frozenset(f"{BULGARIAN} {ENGLISH}".split())


def words(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield each word of a text: where it begins and ends, and its folded form."""
    for found in WORD.finditer(text):
        if folded := fold(found[0]):
            yield found.start(), found.end(), folded


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Return a word in small letters, without accents, as letters and digits; perhaps ""."""
    small = normalize("NFKC", word).casefold()
    plain = "".join(map(_unaccented, small))
    letters = "".join(letter for letter in plain if letter.isalpha() or letter.isdecimal())
    return (letters.translate(LOOKALIKES) if CYRILLIC.search(letters) else letters)[:LONGEST]


def _unaccented(letter: str) -> str:
    """An é is an e; but the Cyrillic й is no и."""
    base = unicodedata.normalize("NFD", letter)[0]
    return base if base < "\u0400" else letter


@lru_cache(maxsize=100_000)
def keys(word: str, locale: str) -> frozenset[str]:
    """Return the keys of a folded word in a text of this language."""
    language = _language(word, locale)
    return frozenset(_bulgarian(word) if language == "bg" else {f"s{_stemmer(language)(word)}"})


def _language(word: str, locale: str) -> str:
    """A word in the other alphabet is a foreign one: English, or Bulgarian."""
    if locale in IN_CYRILLIC:
        return "en" if word.isascii() else locale
    return "bg" if CYRILLIC.search(word) else locale


def _bulgarian(word: str) -> set[str]:
    """Two keys, since neither way knows all forms: the stem by rules, the lemma by a dictionary."""
    from simplemma import lemmatize  # its dictionary takes a moment and 30 MB

    return {f"b{fold(_bulstem()(word))}", f"l{fold(lemmatize(word, lang='bg'))}"}


@cache
def _bulstem() -> Callable[[str], str]:
    from bulstem.stem import BulStemmer

    stem: Callable[[str], str] = BulStemmer.from_file("stem-context-2", left_context=2).stem
    return stem


@cache
def _stemmer(language: str) -> Callable[[str], str]:
    """Snowball's stemmer of a language; what it does not know stays as it is."""
    import snowballstemmer

    name = _english_name(language)
    if name not in snowballstemmer.algorithms():
        return str
    stemmer: Any = snowballstemmer.stemmer(name)
    # As `fold` leaves a word: some stemmers put accents back.
    return lambda word: fold(stemmer.stemWord(word))


def _english_name(language: str) -> str:
    try:
        return str(get_language_info(language)["name"]).split()[0].lower()
    except KeyError:
        return ""
