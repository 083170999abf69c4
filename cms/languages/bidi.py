"""Isolate text whose direction differs from its surroundings (Unicode UAX #9; HTML `<bdi>`, `dir`).

A Latin name, a telephone number or an address in an Arabic sentence would otherwise lend its
direction to the punctuation and the numbers beside it. The browser's own guess (`dir="auto"`) goes
by a text's first letter, and is wrong about an Arabic title that begins with a Latin name: the
language of the surroundings decides here, unless no letter of the text is written its way.
"""

import re
from html import unescape

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cms.languages.names import get_direction

# The blocks of scripts that are written from right to left, those reserved for such included
# (DerivedBidiClass.txt).
RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff"
# Letters alone have a direction of their own: digits and marks take another's.
LETTER = {
    "rtl": re.compile(rf"(?=[{RIGHT_TO_LEFT}])[^\W\d_]"),
    "ltr": re.compile(rf"[^\W\d_{RIGHT_TO_LEFT}]"),
}
TAG = re.compile("<[^<>]*>")
OPPOSITE = {"ltr": "rtl", "rtl": "ltr"}


def get_text_direction(text: str, language: str) -> str:
    """Return "ltr" or "rtl": that of the language (the active one by default), unless the text has
    letters of the other direction only."""
    own = get_direction(language or get_language() or "")
    other = OPPOSITE[own]
    return other if LETTER[other].search(text) and not LETTER[own].search(text) else own


def isolate(text: object, language: str = "") -> SafeString:
    """Return a text, or safe HTML, as HTML within a text of the language: in `<bdi>` when it holds
    letters of the other direction, otherwise as it is."""
    return _isolate(text, language, "bdi")


def isolate_in_span(text: object, language: str = "") -> SafeString:
    """Do as `isolate`, in `<span dir>`: mail programs and feed readers drop `<bdi>` as unknown."""
    return _isolate(text, language, "span")


def _isolate(text: object, language: str, tag: str) -> SafeString:
    html = conditional_escape(text if isinstance(text, SafeString) else str(text))
    words = unescape(TAG.sub("", html))
    other = OPPOSITE[get_direction(language or get_language() or "")]
    if not LETTER[other].search(words):
        return html
    return format_html(
        '<{tag} dir="{direction}">{html}</{tag}>',
        tag=tag,
        direction=get_text_direction(words, language),
        html=html,
    )


def build_dir_attribute(text: object, language: str = "") -> SafeString:
    """Return the attribute ` dir="…"` for a block that shows the text alone, or "" if it runs as
    the language of its surroundings does."""
    own = get_direction(language or get_language() or "")
    found = get_text_direction(str(text), language)
    return SafeString("") if found == own else format_html(' dir="{}"', found)
