"""Showing where a text says what was looked for, as HTML: `<mark>` around the words as they stand.

Everything else is escaped.
"""

from collections.abc import Iterable
from html import escape
from itertools import chain

from cms.search.words import compounds, keys, words

# How long an excerpt is, in letters, and how much of it stands before the first found word.
LENGTH = 240
BEFORE = 60
# Among how many found words the best place is chosen.
MOST = 200
CUT = "…"
Span = tuple[int, int, str]  # where a word begins and ends, and which of those looked for it is


class Looked:
    """The words that are looked for, in a text of one language."""

    def __init__(self, asked: Iterable[str], locale: str) -> None:
        self.locale = locale
        self.asked = {key: word for word in asked for key in keys(word, locale)}

    def spans(self, text: str) -> list[Span]:
        """Return where the words stand in a text, in whatever form; the longest first."""
        found = (
            (start, end, self.asked[key])
            for start, end, word in chain(words(text), compounds(text))
            for key in sorted(keys(word, self.locale) & self.asked.keys())[:1]
        )
        return sorted(found, key=lambda span: (span[0], -span[1]))


def marked(text: str, looked: Looked) -> str:
    """Return a whole text with the found words marked."""
    return _html(text, looked.spans(text), 0, len(text))


def excerpt(text: str, looked: Looked) -> str:
    """Return the part of a text that says the most different words; its beginning for none."""
    text = " ".join(text.split())
    spans = looked.spans(text)
    best = max(spans[:MOST], key=lambda span: _different(spans[:MOST], span[0]), default=(0, 0, ""))
    start = _word_start(text, best[0])
    end = _word_end(text, start + LENGTH)
    html = _html(text, spans, start, end)
    return f"{CUT if start else ''}{html}{CUT if end < len(text) else ''}"


def _different(spans: list[Span], start: int) -> int:
    """How many different words an excerpt shows whose first found word stands at `start`."""
    return len({word for at, end, word in spans if start <= at and end <= start + LENGTH - BEFORE})


def _word_start(text: str, place: int) -> int:
    """Where an excerpt begins that is to show what stands at a place."""
    start = place - BEFORE
    if start <= 0:
        return 0
    space = text.find(" ", start, place)
    return space + 1 if space >= 0 else start


def _word_end(text: str, place: int) -> int:
    """The end of the last word that ends at a place or before it; a very long one is cut."""
    if place >= len(text):
        return len(text)
    space = text.rfind(" ", 0, place + 1)
    return space if space > place - LENGTH // 2 else place


def _html(text: str, spans: list[Span], start: int, end: int) -> str:
    parts = []
    for at, to, _ in spans:
        if start <= at and to <= end:
            parts += [escape(text[start:at]), f"<mark>{escape(text[at:to])}</mark>"]
            start = to
    return "".join([*parts, escape(text[start:end])])
