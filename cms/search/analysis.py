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
    fold,
    is_unspaced,
    make_token,
    replace_lookalikes,
    spell,
)
from cms.search.stemming import (
    WITHOUT_KEYS,
    get_base_language,
    guess_language,
    list_stems,
    replace_special_letters,
)

# What the keys are made with: when it changes, the index is made anew (cms.store.build_version).
PACKAGES = ("bulstem", "simplemma", "snowballstemmer")
VERSION = "5 " + " ".join(version(name) for name in PACKAGES)

SpanText = tuple[int, int, str]  # where a word begins and ends, and how it is written
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
STOP_WORDS = frozenset(f"{BULGARIAN} {ENGLISH}".split())


def iterate_words(text: str) -> Iterator[SpanText]:
    """Yield each word of a text as it is spelt; of a script without spaces each bigram, which
    overlaps the one before it, and a character that stands alone."""
    for found in WORD.finditer(text):
        if not is_unspaced(found[0]):
            if fold(word := spell(found[0])):
                yield found.start(), found.end(), word
            continue
        run = _list_characters(text, found.start(), found.end())
        if len(run) == 1:
            yield run[0]
        for (start, _, first), (_, end, second) in pairwise(run):
            yield start, end, first + second


def iterate_runs(text: str) -> Iterator[list[SpanText]]:
    """Yield the characters of each run of a script without spaces."""
    for found in WORD.finditer(text):
        if is_unspaced(found[0]):
            yield _list_characters(text, found.start(), found.end())


def iterate_spaced_words(text: str) -> Iterator[SpanText]:
    """Yield each word of a text that is of no script without spaces."""
    for found in SPACED.finditer(text):
        if fold(word := spell(found[0])):
            yield found.start(), found.end(), word


def iterate_compounds(text: str) -> Iterator[SpanText]:
    """Yield what is written as several words or as one ("e-mail", "8 000"): where it begins and
    ends, and how it is written as one."""
    for found in COMPOUND.finditer(text):
        if fold(word := spell(found[0])):
            yield found.start(), found.end(), word


def iterate_tokens(text: str) -> Iterator[SpanText]:
    """Yield the words of a text, then what is written as one."""
    yield from iterate_words(text)
    yield from iterate_compounds(text)


def get_keys(word: str, locale: str) -> frozenset[str]:
    """Return the keys of a spelt word in a text of this language.

    A word that looks the same in the other alphabet ("CO2") has the keys of both.
    """
    return frozenset({f"s{make_token(word)}"}) if is_unspaced(word) else _build_keys(word, locale)


@lru_cache(maxsize=100_000)
def _build_keys(word: str, locale: str) -> frozenset[str]:
    found = list_stems(word, guess_language(fold(word), locale))
    if (other := replace_lookalikes(fold(word))) != fold(word):
        found |= list_stems(other, guess_language(other, locale))
    return frozenset(map(make_token, found))


def iterate_part_keys(text: str, locale: str) -> Iterator[str]:
    """Yield the keys by which parts of a text's words are found: single characters of a script
    without spaces, and the first and last parts of compound words; each once."""
    characters = dict.fromkeys(character for run in iterate_runs(text) for _, _, character in run)
    for each in characters:
        yield from get_keys(each, locale)
    if word_parts.uses_compounds(locale):
        for word in dict.fromkeys(word for _, _, word in iterate_words(text)):
            yield from word_parts.list_part_tokens(word, locale)


def normalise_typed(word: str) -> str:
    """Return a spelt word as the token that what somebody types begins."""
    return make_token(word if is_unspaced(word) else fold(word))


def list_typed_words(text: str, locale: str) -> list[str]:
    """Return the tokens of which what somebody types may be the beginning: of the words in their
    order, then of other ways to type them."""
    found = [normalise_typed(word) for _, _, word in iterate_tokens(text)]
    return found + sorted(list_other_typings(text, locale) - set(found))


def list_other_typings(text: str, locale: str) -> set[str]:
    """Return the tokens of a text's words as they are typed without the language's own keys, and
    of the last character of each run, which begins no bigram."""
    last = {run[-1][2] for run in iterate_runs(text)}
    if get_base_language(locale) in WITHOUT_KEYS:
        last |= {
            replace_special_letters(word, get_base_language(locale))
            for _, _, word in iterate_tokens(text)
        }
    return set(map(normalise_typed, last))


def are_stop_words(words: Iterable[str]) -> bool:
    return all(fold(word) in STOP_WORDS for word in words)


def _list_characters(text: str, start: int, end: int) -> list[SpanText]:
    run = text[start:end]
    if not MARK.search(run) and is_normalized("NFKC", run):
        return [(at, at + 1, text[at]) for at in range(start, end)]
    found = CHARACTER.finditer(text, start, end)
    return [(one.start(), one.end(), fold(spell(one[0]))) for one in found]
