"""The letters of every script: which of them make a word, and which of them are one to a reader.

Patterns follow UAX #29 (word boundaries): marks and joiners extend the letter before them (WB4).
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from cms.core.unicode import normalize

# Longer words are cut: nobody types them, and databases refuse the longest.
LONGEST = 40
# A word as it is written has marks beside its letters.
LONGEST_WRITTEN = 2 * LONGEST
# Zero-width (non-)joiners: they shape the letters of Persian and Indic words, invisibly.
JOINERS = "\u200c\u200d"
# Half-width voicing marks: letters to Unicode, marks to a reader.
HALFWIDTH_MARKS = "\uff9e\uff9f"


def _build_ranges(points: Iterable[int]) -> str:
    """Return code points in ascending order as the inside of a regular expression's brackets."""
    spans: list[list[int]] = []
    for point in points:
        if spans and spans[-1][1] == point - 1:
            spans[-1][1] = point
        else:
            spans.append([point, point])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in spans)


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "M"


# Scripts that put no space between words (UAX #14, class SA; UAX #29, section 4), and Hangul,
# which writes a word's particles onto it.
UNSPACED_BLOCKS = (
    range(0x0E00, 0x0F00),  # Thai, Lao
    range(0x1000, 0x10A0),  # Myanmar
    range(0x1780, 0x1800),  # Khmer
    range(0x1950, 0x19E0),  # Tai Le, New Tai Lue
    range(0x1A20, 0x1AB0),  # Tai Tham
    range(0x3005, 0x3008),  # 々, 〆, 〇
    range(0x3040, 0x3130),  # Hiragana, Katakana, Bopomofo
    range(0x31F0, 0x3200),  # Katakana
    range(0x3400, 0x4DC0),  # Han
    range(0x4E00, 0xA000),
    range(0xA9E0, 0xAA00),  # Myanmar
    range(0xAA60, 0xAAE0),  # Myanmar, Tai Viet
    range(0xAC00, 0xD7B0),  # Hangul
    range(0xF900, 0xFB00),  # Han
    range(0xFF66, 0xFFA0),  # half-width Katakana
    range(0x20000, 0x32000),  # Han
)
UNSPACED = _build_ranges(
    point
    for point in chain.from_iterable(UNSPACED_BLOCKS)
    if (chr(point).isalpha() or chr(point) == "〇") and chr(point) not in HALFWIDTH_MARKS
)
MARKS = _build_ranges(
    point
    for point in chain(range(0x300, 0x20000), range(0xE0100, 0xE01F0))
    if _is_mark(chr(point)) or chr(point) in JOINERS + HALFWIDTH_MARKS
)
_LETTER = rf"[^\W_{UNSPACED}{HALFWIDTH_MARKS}]"
# One mark at a time: a pattern that can be read in one way only takes linear time.
SPACED_WORD = rf"{_LETTER}+(?:[{MARKS}]{_LETTER}*)*"
CHARACTER = re.compile(rf"[{UNSPACED}][{MARKS}]*")
MARK = re.compile(f"[{MARKS}]")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
LATIN = re.compile(r"[a-z\u00df-\u024f]")

# Marks that readers write or leave out: accents, Hebrew niqqud, Arabic harakat, Syriac vowels, and
# the nuktas of Indic scripts. All other marks are vowels and tones that tell words apart.
OPTIONAL_MARKS = frozenset(
    chr(point)
    for block in (
        range(0x300, 0x370), range(0x483, 0x48A), range(0x591, 0x5C8), range(0x610, 0x61B),
        range(0x64B, 0x660), range(0x670, 0x671), range(0x6D6, 0x6EE), range(0x730, 0x74B),
        range(0x8D3, 0x900), range(0x1AB0, 0x1B00), range(0x1DC0, 0x1E00), range(0x20D0, 0x2100),
        range(0xFE00, 0xFE10), range(0xFE20, 0xFE30), range(0xE0100, 0xE01F0),
        (0x93C, 0x9BC, 0xA3C, 0xABC, 0xB3C, 0xCBC),
    )
    for point in block
)  # fmt: skip
# ड़ and ढ़ are letters of their own; other letters with a nukta are foreign sounds (ज़).
NUKTA = "\u093c"
KEEP_NUKTA = "डढ"
# A nasal before a consonant of its own row may be written as a dot: हिन्दी, हिंदी.
NASAL = re.compile("ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[त-ध])|म्(?=[प-भ])|ँ")
ANUSVARA = "ं"

# Letters that no decomposition takes apart.
ALIKE = str.maketrans(
    {
        "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "ð": "d", "þ": "th",
        "ħ": "h", "ŧ": "t",
        # Arabic: alef with hamza, madda or wasla; alef maqsura; ta marbuta; tatweel.
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ـ": "",
        # Persian and Urdu: keheh, Farsi yeh, heh goal, heh with yeh above.
        "ک": "ك", "ی": "ي", "ہ": "ه", "ۀ": "ه", "ۂ": "ه", "ە": "ه", "ۃ": "ه",
    }
)  # fmt: skip
# The marks of a stressed vowel in a Bulgarian text, and the letters that are others without them.
STRESS = frozenset("\u0300\u0301")
VOWELS = frozenset("аеиоуъыэюя")
# Most write е for it, in Russian names too: „Королёв“.
YO = "ё"
# Letters of one alphabet that got into a word of the other, where nobody sees the difference.
TO_CYRILLIC = str.maketrans("abcehkmoptxy", "авсенкмортху")
TO_LATIN = str.maketrans("авсенкмортхуіѕј", "abcehkmoptxyisj")


@lru_cache(maxsize=100_000)
def spell(text: str) -> str:
    """Return a word in small letters as it is written: letters, digits, marks and joiners."""
    # Case folding takes the Turkish İ for an i with a dot above.
    small = normalize("NFKC", text).casefold().replace("i\u0307", "i")
    return "".join(filter(_is_of_word, small))[:LONGEST_WRITTEN]


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Return a spelt word without accents, in one alphabet, with ASCII digits; perhaps "".

    It may hold those marks that tell words apart.
    """
    if word.isascii():
        return "".join(filter(str.isalnum, word))[:LONGEST]
    plain = "".join(map(_remove_accents, word)).translate(ALIKE)
    letters = "".join(_normalise_digit(letter) for letter in _remove_optional_marks(plain))
    return _use_one_alphabet(NASAL.sub(ANUSVARA, letters))[:LONGEST]


def make_token(folded: str) -> str:
    """Return a folded word as letters and digits alone, which no database takes apart."""
    if folded.isalnum():
        return folded
    return "".join(letter if letter.isalnum() else f"x{ord(letter):x}" for letter in folded)


def is_unspaced(word: str) -> bool:
    """Whether a word is of a script without spaces between words."""
    return CHARACTER.match(word) is not None


def replace_lookalikes(folded: str) -> str:
    """Return a word as it is written in the other alphabet, itself if it looks different there."""
    for letters, others in ((LATIN, TO_CYRILLIC), (CYRILLIC, TO_LATIN)):
        if letters.search(folded) and not letters.search(other := folded.translate(others)):
            return other
    return folded


def _is_of_word(letter: str) -> bool:
    return letter.isalpha() or letter.isdecimal() or letter in JOINERS or _is_other(letter)


def _is_other(letter: str) -> bool:
    """A mark, or the one Chinese numeral that is no letter to Unicode."""
    return _is_mark(letter) or letter == "〇"


def _remove_optional_marks(text: str) -> Iterable[str]:
    before = ""
    for letter in text:
        is_optional = letter in OPTIONAL_MARKS or letter in JOINERS
        if not is_optional or (letter == NUKTA and before in KEEP_NUKTA and before):
            yield letter
        before = letter


def _normalise_digit(letter: str) -> str:
    return str(unicodedata.decimal(letter)) if letter.isdecimal() else letter


def _remove_accents(letter: str) -> str:
    """Return é as e, ѝ as и and ё as е; but the Cyrillic й is another letter than и."""
    if letter == YO:
        return "е"
    parts = unicodedata.normalize("NFD", letter)
    base, marks = parts[0], parts[1:]
    return base if base < "\u0400" or (base in VOWELS and STRESS.issuperset(marks)) else letter


def _use_one_alphabet(letters: str) -> str:
    """Write a word that mixes Cyrillic and Latin in the one that it can be written in."""
    if not (CYRILLIC.search(letters) and LATIN.search(letters)):
        return letters
    latin, cyrillic = letters.translate(TO_LATIN), letters.translate(TO_CYRILLIC)
    return latin if LATIN.search(cyrillic) and not CYRILLIC.search(latin) else cyrillic
