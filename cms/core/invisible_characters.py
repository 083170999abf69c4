"""Characters that nobody sees and that come along when text is pasted.

Windows puts marks of direction around a copied telephone number, web pages hold spaces of no width
for line breaks, PDF files hold soft hyphens. In an address they lead to nowhere.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# They order letters of alphabets that are written from right to left.
DIRECTION = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# Joiners (U+200C, U+200D) are not here: emoji and several alphabets are spelt with them.
UNSEEN = DIRECTION + "\u00ad\u180e\u200b\u2060\u2061\u2062\u2063\u2064\ufeff"
# Letters, symbols and marks that show nothing by themselves.
BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
SPACES = "".join(filter(str.isspace, map(chr, range(0x3001))))
FROM_RIGHT_TO_LEFT = {"R", "AL"}
TO_NOTHING = dict.fromkeys(map(ord, UNSEEN))


def strip_unseen(text: str) -> str:
    """Return the text without unseen characters at its ends, and the spaces among them.

    In text that is written from right to left the marks of direction stay.
    """
    if text.isascii():
        return text
    unseen = set(UNSEEN)
    if any(
        unicodedata.bidirectional(letter) in FROM_RIGHT_TO_LEFT for letter in set(text) - unseen
    ):
        unseen.difference_update(DIRECTION)
    stripped = SPACES + "".join(unseen)
    from_start = text.lstrip(stripped)
    if unseen.isdisjoint(text[: len(text) - len(from_start)]):
        from_start = text
    from_end = from_start.rstrip(stripped)
    return from_start if unseen.isdisjoint(from_start[len(from_end) :]) else from_end


def remove_unseen(address: str) -> str:
    """Return an address without unseen characters."""
    return address if address.isascii() else address.translate(TO_NOTHING)


def is_visible(text: str) -> bool:
    """Return whether a text shows anything at all; code points of later Unicode versions may."""
    return any(_shows_something(letter) for letter in text)


def _shows_something(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category[0] != "Z" and category not in ("Cc", "Cf", "Cs") and not BLANK.match(letter)


def require_visible(text: str) -> None:
    """Raise ValidationError about a title that shows nothing: nobody could click on it."""
    if not is_visible(text):
        raise ValidationError(_("Nothing of this can be seen: enter a text."), code="invisible")
