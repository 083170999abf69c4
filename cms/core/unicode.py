"""Unicode normalisation at a cost that is linear in the text."""

import unicodedata
from collections.abc import Iterator
from typing import Literal

# UAX #15, section 13 (Stream-Safe Text Format): no language needs more marks on one letter.
# Sorting a run of them costs the square of its length.
MARKS_LIMIT = 30
# NFKC and NFKD make marks of them.
HALFWIDTH_MARKS = "\uff9e\uff9f"


def normalize(form: Literal["NFC", "NFD", "NFKC", "NFKD"], text: str) -> str:
    """Return the normalised text; of the combining marks on one letter the first 30 are kept."""
    if text.isascii():
        return text
    return unicodedata.normalize(form, "".join(_with_few_marks(text)))


def _with_few_marks(text: str) -> Iterator[str]:
    marks = 0
    for letter in text:
        marks = marks + 1 if unicodedata.combining(letter) or letter in HALFWIDTH_MARKS else 0
        if marks <= MARKS_LIMIT:
            yield letter
