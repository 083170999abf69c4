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
VERSION = "2 " + " ".join(version(name) for name in PACKAGES)

WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
# Words that many write as one: with hyphens between them, or a number's groups of thousands.
HYPHENS = "-\u2010\u2011"
COMPOUND = re.compile(
    rf"(?<![{HYPHENS}\w\u0300-\u036f]){WORD.pattern}(?:[{HYPHENS}]{WORD.pattern})+"
    r"|(?<![\w.,])[0-9]{1,3}(?:[ .,\u00a0\u2009\u202f][0-9]{3})+(?![\w]|[.,][0-9])"
)
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
LATIN = re.compile(r"[a-z\u00df-\u024f]")
IN_CYRILLIC = frozenset({"be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "uk"})
# Letters of one alphabet that got into a word of the other, where nobody sees the difference.
TO_CYRILLIC = str.maketrans("abcehkmoptxy", "авсенкмортху")
TO_LATIN = str.maketrans("авсенкмортхуіѕј", "abcehkmoptxyisj")
# The marks of a stressed vowel in a Bulgarian text, and the letters that are others without them.
STRESS = frozenset("\u0300\u0301")
VOWELS = frozenset("аеиоуъыэюя")
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


def compounds(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield what is written as several words or as one ("e-mail", "8 000"): where it begins and
    ends, and the folded form of it as one."""
    for found in COMPOUND.finditer(text):
        if folded := fold(found[0]):
            yield found.start(), found.end(), folded


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Return a word in small letters, without accents, as letters and digits; perhaps ""."""
    small = normalize("NFKC", word).casefold()
    plain = "".join(map(_unaccented, small))
    letters = "".join(letter for letter in plain if letter.isalpha() or letter.isdecimal())
    return _in_one_alphabet(letters)[:LONGEST]


def _in_one_alphabet(letters: str) -> str:
    """Write a word that mixes Cyrillic and Latin in the one that it can be written in."""
    if not (CYRILLIC.search(letters) and LATIN.search(letters)):
        return letters
    latin, cyrillic = letters.translate(TO_LATIN), letters.translate(TO_CYRILLIC)
    return latin if LATIN.search(cyrillic) and not CYRILLIC.search(latin) else cyrillic


def _unaccented(letter: str) -> str:
    """Return é as e, and ѝ as и; but the Cyrillic й is another letter than и."""
    parts = unicodedata.normalize("NFD", letter)
    base, marks = parts[0], parts[1:]
    return base if base < "\u0400" or (base in VOWELS and STRESS.issuperset(marks)) else letter


@lru_cache(maxsize=100_000)
def keys(word: str, locale: str) -> frozenset[str]:
    """Return the keys of a folded word in a text of this language.

    A word that looks the same in the other alphabet ("CO2") has the keys of both.
    """
    return frozenset(_keys(word, locale) | _keys(_lookalike(word), locale))


def _keys(word: str, locale: str) -> set[str]:
    language = _language(word, locale)
    return _bulgarian(word) if language == "bg" else {f"s{_stemmer(language)(word)}"}


def _lookalike(word: str) -> str:
    """Return a word as it is written in the other alphabet, itself if it looks different there."""
    for letters, others in ((LATIN, TO_CYRILLIC), (CYRILLIC, TO_LATIN)):
        if letters.search(word) and not letters.search(other := word.translate(others)):
            return other
    return word


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
