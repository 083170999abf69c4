"""Split a text into words, as translators count and compare them."""

import re

from cms.search.letters import UNSPACED

# Korean puts spaces between its words.
HANGUL = "\uac00-\ud7af"
# A character of a script without spaces between words: translators count each.
CHARACTER = rf"(?![{HANGUL}])[{UNSPACED}]"
# Everything between spaces, unless it is of such a script.
WORD = re.compile(rf"{CHARACTER}|(?:(?!{CHARACTER})\S)+")


def split_words(text: str) -> list[str]:
    """Return the words of a text as they stand between its spaces; of Chinese, Japanese, Thai and
    the like each character."""
    return WORD.findall(text)


def count_words(text: str) -> int:
    """Return how many words a text has. Punctuation that stands alone is only counted in a script
    with spaces, as word processors do."""
    if not re.search(CHARACTER, text):
        return len(text.split())
    return sum(any(letter.isalnum() for letter in word) for word in split_words(text))
