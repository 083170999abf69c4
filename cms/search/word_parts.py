"""The parts of words that are written as one: "Kupfer" and "Hütte" of "Kupferhütte".

Of a long word the index holds what it begins with and, backwards, what it ends with; a question
asks for what such a token begins with. No dictionary is needed; a part in the middle is not found.
"""

from cms.search.letters import fold
from cms.search.stemming import get_base_language, get_stem

# Languages that write compounds as one word.
LANGUAGES = frozenset({
    "af", "da", "de", "et", "fi", "fy", "hu", "is", "lb", "nb", "nl", "nn", "no", "sv",
})  # fmt: skip
# Letters of the part that is looked for, and of what is left of the word without it: "Rat" does not
# find "Rathaus", "Auto" not "Autor".
MIN_PART, MIN_REST = 4, 3
# What a token is: the word from its start, or from its end backwards.
FIRST, LAST = "p", "r"


def uses_compounds(locale: str) -> bool:
    return get_base_language(locale) in LANGUAGES


def list_part_tokens(word: str, locale: str) -> list[str]:
    """Return the tokens of a spelt word, none where it has no room for two parts."""
    whole = _stem(word, locale)
    if len(whole) < MIN_PART + MIN_REST:
        return []
    return [f"{FIRST}{whole[:-MIN_REST]}", f"{LAST}{whole[: MIN_REST - 1 : -1]}"]


def list_beginnings(word: str, locale: str) -> list[str]:
    """Return what the tokens begin with of which a spelt word is a part."""
    part = _stem(word, locale)
    if part and len(part) < MIN_PART:
        part = fold(word)
    return [f"{FIRST}{part}", f"{LAST}{part[::-1]}"] if len(part) >= MIN_PART else []


def _stem(word: str, locale: str) -> str:
    """Return the stem of a word of Latin letters, "" of any other or in any other language."""
    if not uses_compounds(locale) or not fold(word).isascii() or not fold(word).isalpha():
        return ""
    return get_stem(word, get_base_language(locale))
