"""How each language writes its own letters in the 26 of the Latin alphabet: one table each.

A language that is not written in Cyrillic, or has no table of its own, uses BULGARIAN for that, and
anyascii's letters for all the rest: those are right for Turkish (ı i, ş s, ğ g), Romanian (ș s,
ț t, ă a), Swedish, Norwegian and Finnish (å a, ä a, ö o, ø o, æ ae).
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Table:
    """Small letters and what stands for each; before that, each pattern is replaced in each word.

    The patterns mean the same to Python and to JavaScript, and cost one pass over the word.
    """

    letters: dict[str, str]
    patterns: dict[str, str] = field(default_factory=dict)


# The Transliteration Act of 2009. Its exceptions: the end of a word, and one word.
BULGARIAN = Table(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i",
        "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
        "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sht",
        "ъ": "a", "ь": "y", "ю": "yu", "я": "ya",
    },
    {"^българия$": "bulgaria", "ия$": "ia"},
)  # fmt: skip

# DIN 5007-2; what Germans write without umlauts.
GERMAN = Table({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}, BULGARIAN.patterns)

# Danish keyboards without its letters; as WordPress has it for Danish (remove_accents).
DANISH = Table({"å": "aa", "ø": "oe", "æ": "ae"}, BULGARIAN.patterns)

# ELOT 743, type 2 (ISO 843, transcription). Of two vowels with an accent on the first or a
# diaeresis on the second, each is written by itself: αϋ ay, άυ ay.
GREEK = Table(
    {
        "α": "a", "ά": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "έ": "e", "ζ": "z", "η": "i",
        "ή": "i", "θ": "th", "ι": "i", "ί": "i", "ϊ": "i", "ΐ": "i", "κ": "k", "λ": "l", "μ": "m",
        "ν": "n", "ξ": "x", "ο": "o", "ό": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t",
        "υ": "y", "ύ": "y", "ϋ": "y", "ΰ": "y", "φ": "f", "χ": "ch", "ψ": "ps", "ω": "o", "ώ": "o",
    },
    BULGARIAN.patterns
    | {
        "^μπ|μπ$": "b",
        "γ(?=[γξχ])": "n",
        "ο[υύ]": "ou",
        "α[υύ](?=[αάβγδεέζηήιίλμνοόρυύωώ])": "av",
        "ε[υύ](?=[αάβγδεέζηήιίλμνοόρυύωώ])": "ev",
        "η[υύ](?=[αάβγδεέζηήιίλμνοόρυύωώ])": "iv",
        "α[υύ]": "af",
        "ε[υύ]": "ef",
        "η[υύ]": "if",
    },
)  # fmt: skip

# Either alphabet gives the same address: Cyrillic by the orthography's Latin letters (Pravopis
# srpskoga jezika), and these without their marks, as Serbian sites have them. đ is dj as in
# WordPress for Serbian and Bosnian (remove_accents).
SERBIAN = Table(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "ђ": "dj", "е": "e", "ж": "z", "з": "z",
        "и": "i", "ј": "j", "к": "k", "л": "l", "љ": "lj", "м": "m", "н": "n", "њ": "nj", "о": "o",
        "п": "p", "р": "r", "с": "s", "т": "t", "ћ": "c", "у": "u", "ф": "f", "х": "h", "ц": "c",
        "ч": "c", "џ": "dz", "ш": "s", "đ": "dj", "ž": "z", "č": "c", "ć": "c", "š": "s",
    }
)  # fmt: skip

# The system without marks, as in passports and on most sites; there is none by law.
MACEDONIAN = Table(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "ѓ": "gj", "е": "e", "ж": "zh", "з": "z",
        "ѕ": "dz", "и": "i", "ј": "j", "к": "k", "л": "l", "љ": "lj", "м": "m", "н": "n",
        "њ": "nj", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "ќ": "kj", "у": "u",
        "ф": "f", "х": "h", "ц": "c", "ч": "ch", "џ": "dj", "ш": "sh",
    }
)  # fmt: skip

# BGN/PCGN 1947 without its marks, with е and ё as e everywhere, as most Russian sites have them.
RUSSIAN = Table(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z",
        "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
        "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
        "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    }
)  # fmt: skip

# The national table: Resolution 55 of the Cabinet of Ministers of 27 January 2010.
UKRAINIAN = Table(
    {
        "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie",
        "ж": "zh", "з": "z", "и": "y", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l",
        "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u",
        "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": "iu",
        "я": "ia",
    },
    {"^є": "ye", "^ї": "yi", "^й": "y", "^ю": "yu", "^я": "ya", "зг": "zgh"},
)  # fmt: skip

TABLES = {
    "bg": BULGARIAN,
    "bs": SERBIAN,
    "da": DANISH,
    "de": GERMAN,
    "el": GREEK,
    "mk": MACEDONIAN,
    "ru": RUSSIAN,
    "sr": SERBIAN,
    "uk": UKRAINIAN,
}


def get_table(language: str) -> Table:
    """Return the table of a language such as sr-latn; without one, the Bulgarian."""
    return TABLES.get(language.partition("-")[0], BULGARIAN)
