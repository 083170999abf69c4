"""What a title is sorted by."""

import unicodedata
from functools import cache, lru_cache

from pyuca import Collator

# Bytes of a key that are compared: 255 letters. An index of PostgreSQL takes 2,700.
MAX_LENGTH = 512
# The weights that most characters have at the second and third level, and the smallest there.
COMMON_ACCENT, COMMON_CASE = 0x20, 0x02
WEIGHT_BYTES = 2


@lru_cache(maxsize=10_000)
def make_title_key(title: str) -> bytes:
    """Return the bytes by which a title is sorted, at most MAX_LENGTH.

    The order is that of the Unicode Collation Algorithm (UTS #10) with Cyrillic before the other
    alphabets, as in the CLDR's for Bulgarian: digits, Cyrillic, Latin; е before ѐ, а before А where
    all else is equal. Punctuation and spaces at the start of a title do not count.
    """
    levels: list[list[int]] = [[]]
    for weight in _get_collator().sort_key(_without_punctuation_at_start(title)):
        if weight:
            levels[-1].append(weight)
        else:
            levels.append([])
    letters, accents, cases = levels[:3]
    moved = [_with_cyrillic_first(weight) for weight in letters]
    # The common weights at the end say nothing: without them a key is half as long.
    parts = [moved, _trim(accents, COMMON_ACCENT), _trim(cases, COMMON_CASE)]
    weights = [weight for part in parts for weight in (*part, 0)]
    return b"".join(weight.to_bytes(WEIGHT_BYTES, "big") for weight in weights)[:MAX_LENGTH]


@cache
def _get_collator() -> Collator:
    """Read the table of weights: takes a second, once in a process, and 20 MB."""
    return Collator()


def _without_punctuation_at_start(title: str) -> str:
    for place, char in enumerate(title):
        if unicodedata.category(char)[0] not in "PZC":
            return title[place:]
    return title


@cache
def _list_alphabets() -> tuple[int, int, int]:
    """Return the weights at which Latin and Cyrillic begin, and the one behind Cyrillic."""
    latin, cyrillic, behind = (_get_collator().sort_key(char)[0] for char in "aаⰰ")
    return latin, cyrillic, behind


def _with_cyrillic_first(weight: int) -> int:
    latin, cyrillic, behind = _list_alphabets()
    if cyrillic <= weight < behind:
        return weight - cyrillic + latin
    if latin <= weight < cyrillic:
        return weight + behind - cyrillic
    return weight


def _trim(weights: list[int], common: int) -> list[int]:
    end = len(weights)
    while end and weights[end - 1] == common:
        end -= 1
    return weights[:end]
