"""What the forms of a word have in common, by the rules of its language."""

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from cms.search.letters import CYRILLIC, fold, spell

# Snowball's stemmers by the codes of the languages they know.
SNOWBALL = {
    "ar": "arabic", "bs": "serbian", "ca": "catalan", "cs": "czech", "da": "danish",
    "de": "german", "el": "greek", "en": "english", "eo": "esperanto", "es": "spanish",
    "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french",
    "ga": "irish", "hi": "hindi", "hr": "serbian", "hu": "hungarian", "hy": "armenian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali",
    "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "st": "sesotho", "sv": "swedish",
    "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
IN_CYRILLIC = frozenset({"be", "bg", "kk", "ky", "mk", "mn", "ru", "tg", "uk"})
# One language in two alphabets: its stemmer writes either in Latin.
IN_BOTH = frozenset({"bs", "hr", "sr"})
# How letters are written where a keyboard has none of them.
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_SWEDISH = str.maketrans({"ä": "ae", "ö": "oe", "å": "aa"})
_DANISH = str.maketrans({"ø": "oe", "å": "aa"})
WITHOUT_KEYS = {
    "de": _GERMAN, "lb": _GERMAN, "et": _GERMAN, "sv": _SWEDISH, "fi": _SWEDISH, "da": _DANISH,
    "nb": _DANISH, "nn": _DANISH, "no": _DANISH, "is": str.maketrans({"ö": "oe"}),
    **dict.fromkeys(IN_BOTH, str.maketrans({"đ": "dj"})),
}  # fmt: skip


def get_base_language(locale: str) -> str:
    """Return a locale's language without its region or script."""
    return locale.partition("-")[0]


def guess_language(folded: str, locale: str) -> str:
    """Return the language of a word in a text; one in another alphabet is English or Bulgarian."""
    language = get_base_language(locale)
    if language in IN_BOTH:
        return language
    if language in IN_CYRILLIC:
        return "en" if folded.isascii() else language
    return "bg" if CYRILLIC.search(folded) else language


def replace_special_letters(word: str, language: str) -> str:
    """Return a spelt word as it is typed where the language's own letters are no keys."""
    return word.translate(WITHOUT_KEYS[language]) if language in WITHOUT_KEYS else word


def list_stems(word: str, language: str) -> set[str]:
    """Return what a spelt word has in common with its other forms, each begun by a letter that
    tells how it was made.

    Stemmers know accents and readers leave them out: of both spellings.
    """
    if language == "bg":
        return _stem_bulgarian(fold(word))
    plain = fold(word)
    spellings = (
        {plain} if language == "en" else {plain, word, replace_special_letters(word, language)}
    )
    return {f"s{get_stem(each, language)}" for each in spellings}


@lru_cache(maxsize=100_000)
def get_stem(word: str, language: str) -> str:
    """Return a word's stem by Snowball, folded; the word where Snowball does not know its language.

    Some stemmers put accents back.
    """
    return fold(spell(_load_stemmer(language)(word)))


def _stem_bulgarian(word: str) -> set[str]:
    """Two keys, since neither way knows all forms: the stem by rules, the lemma by a dictionary."""
    from simplemma import lemmatize  # its dictionary takes a moment and 30 MB

    found = {"b": _load_bulstem()(word), "l": lemmatize(word, lang="bg")}
    return {f"{how}{fold(spell(each))}" for how, each in found.items()}


@cache
def _load_bulstem() -> Callable[[str], str]:
    from bulstem.stem import BulStemmer

    bulgarian: Callable[[str], str] = BulStemmer.from_file("stem-context-2", left_context=2).stem
    return bulgarian


@cache
def _load_stemmer(language: str) -> Callable[[str], str]:
    import snowballstemmer

    if language not in SNOWBALL:
        return str
    stemmer: Any = snowballstemmer.stemmer(SNOWBALL[language])
    stem_word: Callable[[str], str] = stemmer.stemWord
    return stem_word
