"""The words of a text, and the keys by which one form of a word finds another.

No database knows Bulgarian, so a text is indexed by the keys of its words and asked for by the
keys of the words that are looked for. A key is letters and digits, begun by a letter that tells how
it was made: nothing of it is an operator to any backend.

Scripts without spaces between words are taken apart into bigrams, each two characters that stand
side by side: 铜工业 is 铜工 and 工业.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.metadata import version
from itertools import pairwise
from unicodedata import is_normalized

from cms.search import word_parts
from cms.search.letters import (
    CHARACTER,
    MARK,
    MARKS,
    SPACED_WORD,
    as_token,
    fold,
    is_unspaced,
    lookalike,
    spell,
)
from cms.search.stemming import WITHOUT_KEYS, base, language_of, stems, without_keys

# What the keys are made with: when it changes, the index is made anew (cms.store.build_version).
PACKAGES = ("bulstem", "simplemma", "snowballstemmer")
VERSION = "5 " + " ".join(version(name) for name in PACKAGES)

Place = tuple[int, int, str]  # where a word begins and ends, and how it is written
# A word, or a run of characters without spaces.
WORD = re.compile(rf"{SPACED_WORD}|(?:{CHARACTER.pattern})+")
SPACED = re.compile(SPACED_WORD)
# Words that many write as one: with hyphens between them, or a number's groups of thousands.
HYPHENS = "-\u2010\u2011\u05be"
COMPOUND = re.compile(
    rf"(?<![{HYPHENS}\w{MARKS}]){SPACED_WORD}(?:[{HYPHENS}]{SPACED_WORD})+"
    r"|(?<![\w.,])\d{1,3}(?:[ .,\u00a0\u2009\u202f\u066c]\d{3})+(?![\w]|[.,]\d)"
)
# Words that say too little to be looked for, unless there are no others.
BULGARIAN = (
    "а без в във до за и из или как към на над не но от по под при с се си със ще че са е да"
)
ENGLISH = "a an and as at by for from in is it of on or that the this to with"
EMPTY = frozenset(f"{BULGARIAN} {ENGLISH}".split())


def words(text: str) -> Iterator[Place]:
    """Yield each word of a text as it is spelt; of a script without spaces each bigram, which
    overlaps the one before it, and a character that stands alone."""
    for found in WORD.finditer(text):
        if not is_unspaced(found[0]):
            if fold(word := spell(found[0])):
                yield found.start(), found.end(), word
            continue
        run = _characters(text, found.start(), found.end())
        if len(run) == 1:
            yield run[0]
        for (start, _, first), (_, end, second) in pairwise(run):
            yield start, end, first + second


def runs(text: str) -> Iterator[list[Place]]:
    """Yield the characters of each run of a script without spaces."""
    for found in WORD.finditer(text):
        if is_unspaced(found[0]):
            yield _characters(text, found.start(), found.end())


def spaced_words(text: str) -> Iterator[Place]:
    """Yield each word of a text that is of no script without spaces."""
    for found in SPACED.finditer(text):
        if fold(word := spell(found[0])):
            yield found.start(), found.end(), word


def compounds(text: str) -> Iterator[Place]:
    """Yield what is written as several words or as one ("e-mail", "8 000"): where it begins and
    ends, and how it is written as one."""
    for found in COMPOUND.finditer(text):
        if fold(word := spell(found[0])):
            yield found.start(), found.end(), word


def spelt(text: str) -> Iterator[Place]:
    """Yield the words of a text, then what is written as one."""
    yield from words(text)
    yield from compounds(text)


def keys(word: str, locale: str) -> frozenset[str]:
    """Return the keys of a spelt word in a text of this language.

    A word that looks the same in the other alphabet ("CO2") has the keys of both.
    """
    return frozenset({f"s{as_token(word)}"}) if is_unspaced(word) else _keys(word, locale)


@lru_cache(maxsize=100_000)
def _keys(word: str, locale: str) -> frozenset[str]:
    found = stems(word, language_of(fold(word), locale))
    if (other := lookalike(fold(word))) != fold(word):
        found |= stems(other, language_of(other, locale))
    return frozenset(map(as_token, found))


def part_keys(text: str, locale: str) -> Iterator[str]:
    """Yield the keys by which parts of a text's words are found: single characters of a script
    without spaces, and the first and last parts of compound words; each once."""
    characters = dict.fromkeys(said for run in runs(text) for _, _, said in run)
    for each in characters:
        yield from keys(each, locale)
    if word_parts.are_written(locale):
        for word in dict.fromkeys(word for _, _, word in words(text)):
            yield from word_parts.tokens(word, locale)


def typed(word: str) -> str:
    """Return a spelt word as the token that what somebody types begins."""
    return as_token(word if is_unspaced(word) else fold(word))


def typed_words(text: str, locale: str) -> list[str]:
    """Return the tokens of which what somebody types may be the beginning: of the words in their
    order, then of other ways to type them."""
    found = [typed(word) for _, _, word in spelt(text)]
    return found + sorted(other_typings(text, locale) - set(found))


def other_typings(text: str, locale: str) -> set[str]:
    """Return the tokens of a text's words as they are typed without the language's own keys, and
    of the last character of each run, which begins no bigram."""
    last = {run[-1][2] for run in runs(text)}
    if base(locale) in WITHOUT_KEYS:
        last |= {without_keys(word, base(locale)) for _, _, word in spelt(text)}
    return set(map(typed, last))


def are_empty(some: Iterable[str]) -> bool:
    return all(fold(word) in EMPTY for word in some)


def _characters(text: str, start: int, end: int) -> list[Place]:
    run = text[start:end]
    if not MARK.search(run) and is_normalized("NFKC", run):
        return [(at, at + 1, text[at]) for at in range(start, end)]
    found = CHARACTER.finditer(text, start, end)
    return [(one.start(), one.end(), fold(spell(one[0]))) for one in found]
