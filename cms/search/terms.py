"""The terms of a question: its words, and the words that many write as one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from cms.search import extraction
from cms.search.analysis import are_stop_words, iterate_compounds, iterate_runs, iterate_words

# The longest question in words that are looked for.
MAX_WORDS = 12
# A compound of more parts is asked for word by word.
MAX_PARTS = 4
# Of a longer run of a script without spaces the first bigrams are asked for.
MAX_BIGRAMS = 20


@dataclass(frozen=True)
class Term:
    """A word of a question; or several, and how they are written as one ("e-mail", "8 000"); or the
    bigrams of a run of a script without spaces, which stand side by side."""

    words: tuple[str, ...]
    as_one: str = ""
    run: str = ""

    @property
    def size(self) -> int:
        """How many words of the question it is."""
        return 1 if self.run else len(self.words)

    def without_empty_words(self) -> "Term | None":
        significant = tuple(word for word in self.words if not are_stop_words([word]))
        return replace(self, words=significant) if significant else None

    def all(self) -> tuple[str, ...]:
        return (*self.words, self.as_one) if self.as_one else self.words


def list_search_terms(question: str) -> list[Term]:
    """Return the terms of a question that say something, of MOST_WORDS words in all; if none says
    anything, all of them."""
    asked = list(dict.fromkeys(split_terms(extraction.clean_text(question))))
    significant = [found for term in asked if (found := term.without_empty_words())]
    counts = accumulate(term.size for term in significant or asked)
    within = zip(significant or asked, counts, strict=True)
    return [term for term, count in within if count <= MAX_WORDS]


def split_terms(text: str) -> Iterator[Term]:
    """Yield what a text is asked for by, in its order: each word, or those of a compound or run."""
    joined = sorted(
        [*_iterate_compound_terms(text), *_iterate_run_terms(text)], key=lambda found: found[0]
    )
    single = iter([*iterate_words(text), (len(text), len(text), "")])
    at, _, word = next(single)
    for start, end, term in joined:
        while at < start:
            yield Term((word,))
            at, _, word = next(single)
        yield term
        while at < end:
            at, _, word = next(single)
    while word:
        yield Term((word,))
        at, _, word = next(single, (0, 0, ""))


def _iterate_compound_terms(text: str) -> Iterator[tuple[int, int, Term]]:
    for start, end, as_one in iterate_compounds(text):
        parts = [word for _, _, word in iterate_words(text[start:end])]
        if len(parts) <= MAX_PARTS:
            yield start, end, Term(tuple(dict.fromkeys(parts)), as_one)


def _iterate_run_terms(text: str) -> Iterator[tuple[int, int, Term]]:
    for run in iterate_runs(text):
        start, end = run[0][0], run[-1][1]
        some = run[: MAX_BIGRAMS + 1]
        bigrams = tuple(word for _, _, word in iterate_words(text[start : some[-1][1]]))
        yield start, end, Term(bigrams, run="".join(said for _, _, said in some))
