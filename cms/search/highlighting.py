"""Showing where a text says what was looked for, as HTML: `<mark>` around the words as they stand.

Everything else is escaped.
"""

from collections.abc import Iterable, Iterator
from html import escape
from itertools import accumulate, chain

from cms.search import word_parts
from cms.search.analysis import (
    SpanText,
    get_keys,
    iterate_compounds,
    iterate_runs,
    iterate_spaced_words,
    iterate_tokens,
)
from cms.search.letters import MARK
from cms.search.terms import Term

# How long an excerpt is, in letters, and how much of it stands before the first found word.
EXCERPT_LENGTH = 240
CONTEXT_LENGTH = 60
# Among how many found words the best place is chosen.
MAX_SPANS = 200
ELLIPSIS = "…"
Span = tuple[int, int, str]  # where a word begins and ends, and which of those looked for it is


class SearchedWords:
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
        self.asked = {key: word for word in words for key in get_keys(word, locale)}
        self.parts = {
            each: word for word in words for each in word_parts.list_beginnings(word, locale)
        }
        asked_runs = [term for term in terms if term.run]
        joined_runs = _join_runs(text) if asked_runs else ""
        self.runs = [
            each
            for term in asked_runs
            for each in ((term.run,) if term.run in joined_runs else term.words)
        ]

    def _is_in(self, word: str, text: str) -> bool:
        wanted = get_keys(word, self.locale) if word else frozenset()
        return bool(wanted) and any(
            not wanted.isdisjoint(get_keys(token, self.locale))
            for _, _, token in iterate_tokens(text)
        )

    def find_spans(self, text: str) -> list[Span]:
        """Return where the words stand in a text, in whatever form; the longest first."""
        found = [
            (start, end, asked)
            for start, end, word in chain(iterate_spaced_words(text), iterate_compounds(text))
            if (asked := self._asked_as(word))
        ]
        if self.runs:
            found += (span for run in iterate_runs(text) for span in self._spans_of_run(run))
        return sorted(found, key=lambda span: (span[0], -span[1]))

    def _asked_as(self, word: str) -> str:
        """Return the word that was looked for and is found in this one; "" for none."""
        for key in sorted(get_keys(word, self.locale) & self.asked.keys()):
            return self.asked[key]
        for token in word_parts.list_part_tokens(word, self.locale) if self.parts else ():
            for beginning, asked in self.parts.items():
                if token.startswith(beginning):
                    return asked
        return ""

    def _spans_of_run(self, run: list[SpanText]) -> Iterator[Span]:
        joined = "".join(character for _, _, character in run)
        # Where each character begins in it: of some scripts one has several letters.
        places = list(accumulate((len(character) for _, _, character in run), initial=0))
        number = {position: index for index, position in enumerate(places)}
        for asked in self.runs:
            at = joined.find(asked)
            while at >= 0:
                first, after = number.get(at), number.get(at + len(asked))
                if first is not None and after is not None:
                    yield run[first][0], run[after - 1][1], asked
                at = joined.find(asked, at + len(asked))


def mark_words(text: str, searched: SearchedWords) -> str:
    """Return a whole text with the found words marked."""
    return _render_html(text, searched.find_spans(text), 0, len(text))


def build_excerpt(text: str, searched: SearchedWords) -> str:
    """Return the part of a text that says the most different words; its beginning for none."""
    text = " ".join(text.split())
    spans = searched.find_spans(text)
    best = max(
        spans[:MAX_SPANS],
        key=lambda span: _count_different(spans[:MAX_SPANS], span[0]),
        default=(0, 0, ""),
    )
    start = _find_word_start(text, best[0])
    end = _find_word_end(text, start + EXCERPT_LENGTH)
    html = _render_html(text, spans, start, end)
    return f"{ELLIPSIS if start else ''}{html}{ELLIPSIS if end < len(text) else ''}"


def _count_different(spans: list[Span], start: int) -> int:
    """How many different words an excerpt shows whose first found word stands at `start`."""
    return len(
        {
            word
            for at, end, word in spans
            if start <= at and end <= start + EXCERPT_LENGTH - CONTEXT_LENGTH
        }
    )


def _find_word_start(text: str, position: int) -> int:
    """Where an excerpt begins that is to show what stands at a place."""
    start = position - CONTEXT_LENGTH
    if start <= 0:
        return 0
    space = text.find(" ", start, position)
    return space + 1 if space >= 0 else _move_before_marks(text, start)


def _move_before_marks(text: str, position: int) -> int:
    """Return a place that takes no letter from its marks: this one, or before it."""
    while 0 < position < len(text) and MARK.match(text, position):
        position -= 1
    return position


def _find_word_end(text: str, position: int) -> int:
    """The end of the last word that ends at a place or before it; a very long one is cut."""
    if position >= len(text):
        return len(text)
    space = text.rfind(" ", 0, position + 1)
    return space if space > position - EXCERPT_LENGTH // 2 else _move_before_marks(text, position)


def _render_html(text: str, spans: list[Span], start: int, end: int) -> str:
    parts = []
    for at, to in _merge_spans(span for span in spans if start <= span[0] and span[1] <= end):
        parts += [escape(text[start:at]), f"<mark>{escape(text[at:to])}</mark>"]
        start = to
    return "".join([*parts, escape(text[start:end])])


def _merge_spans(spans: Iterable[Span]) -> Iterator[tuple[int, int]]:
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


def _join_runs(text: str) -> str:
    return " ".join("".join(token for _, _, token in run) for run in iterate_runs(text))
