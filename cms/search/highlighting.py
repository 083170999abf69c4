"""Showing where a text says what was looked for, as HTML: `<mark>` around the words as they stand.

Everything else is escaped.
"""

from collections.abc import Iterable, Iterator
from html import escape
from itertools import accumulate, chain

from cms.search import word_parts
from cms.search.analysis import Place, compounds, keys, runs, spaced_words, spelt
from cms.search.letters import MARK
from cms.search.terms import Term

# How long an excerpt is, in letters, and how much of it stands before the first found word.
LENGTH = 240
BEFORE = 60
# Among how many found words the best place is chosen.
MOST = 200
CUT = "…"
Span = tuple[int, int, str]  # where a word begins and ends, and which of those looked for it is


class Looked:
    """The words that are looked for, in a text of one language.

    Where the text has a compound as one, its parts are not marked where they stand alone; and
    bigrams of a run not where the text has the run.
    """

    def __init__(self, asked: Iterable[Term], locale: str, text: str) -> None:
        terms = list(asked)
        self.locale = locale
        words = [
            word
            for term in terms
            if not term.run
            for word in ((term.as_one,) if self._is_in(term.as_one, text) else term.all())
        ]
        self.asked = {key: word for word in words for key in keys(word, locale)}
        self.parts = {each: word for word in words for each in word_parts.beginnings(word, locale)}
        asked_runs = [term for term in terms if term.run]
        said = _joined_runs(text) if asked_runs else ""
        self.runs = [
            each
            for term in asked_runs
            for each in ((term.run,) if term.run in said else term.words)
        ]

    def _is_in(self, word: str, text: str) -> bool:
        wanted = keys(word, self.locale) if word else frozenset()
        return bool(wanted) and any(
            not wanted.isdisjoint(keys(said, self.locale)) for _, _, said in spelt(text)
        )

    def spans(self, text: str) -> list[Span]:
        """Return where the words stand in a text, in whatever form; the longest first."""
        found = [
            (start, end, asked)
            for start, end, word in chain(spaced_words(text), compounds(text))
            if (asked := self._asked_as(word))
        ]
        if self.runs:
            found += (span for run in runs(text) for span in self._spans_of_run(run))
        return sorted(found, key=lambda span: (span[0], -span[1]))

    def _asked_as(self, word: str) -> str:
        """Return the word that was looked for and is found in this one; "" for none."""
        for key in sorted(keys(word, self.locale) & self.asked.keys()):
            return self.asked[key]
        for token in word_parts.tokens(word, self.locale) if self.parts else ():
            for beginning, asked in self.parts.items():
                if token.startswith(beginning):
                    return asked
        return ""

    def _spans_of_run(self, run: list[Place]) -> Iterator[Span]:
        said = "".join(character for _, _, character in run)
        # Where each character begins in it: of some scripts one has several letters.
        places = list(accumulate((len(character) for _, _, character in run), initial=0))
        number = {place: index for index, place in enumerate(places)}
        for asked in self.runs:
            at = said.find(asked)
            while at >= 0:
                first, after = number.get(at), number.get(at + len(asked))
                if first is not None and after is not None:
                    yield run[first][0], run[after - 1][1], asked
                at = said.find(asked, at + len(asked))


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
    return space + 1 if space >= 0 else _before_marks(text, start)


def _before_marks(text: str, place: int) -> int:
    """Return a place that takes no letter from its marks: this one, or before it."""
    while 0 < place < len(text) and MARK.match(text, place):
        place -= 1
    return place


def _word_end(text: str, place: int) -> int:
    """The end of the last word that ends at a place or before it; a very long one is cut."""
    if place >= len(text):
        return len(text)
    space = text.rfind(" ", 0, place + 1)
    return space if space > place - LENGTH // 2 else _before_marks(text, place)


def _html(text: str, spans: list[Span], start: int, end: int) -> str:
    parts = []
    for at, to in _merged(span for span in spans if start <= span[0] and span[1] <= end):
        parts += [escape(text[start:at]), f"<mark>{escape(text[at:to])}</mark>"]
        start = to
    return "".join([*parts, escape(text[start:end])])


def _merged(spans: Iterable[Span]) -> Iterator[tuple[int, int]]:
    """Yield where marks begin and end: what overlaps, as bigrams do, is one."""
    begun, until = -1, -1
    for at, to, _ in spans:
        if at >= until:
            if until >= 0:
                yield begun, until
            begun, until = at, to
        until = max(until, to)
    if until >= 0:
        yield begun, until


def _joined_runs(text: str) -> str:
    return " ".join("".join(said for _, _, said in run) for run in runs(text))
