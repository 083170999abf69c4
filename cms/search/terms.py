"""The terms of a question: its words, and the words that many write as one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from cms.search import extraction
from cms.search.analysis import are_empty, compounds, runs, words

# The longest question in words that are looked for.
MOST_WORDS = 12
# A compound of more parts is asked for word by word.
MOST_PARTS = 4
# Of a longer run of a script without spaces the first bigrams are asked for.
MOST_BIGRAMS = 20


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
        significant = tuple(word for word in self.words if not are_empty([word]))
        return replace(self, words=significant) if significant else None

    def all(self) -> tuple[str, ...]:
        return (*self.words, self.as_one) if self.as_one else self.words


def looked_for(question: str) -> list[Term]:
    """Return the terms of a question that say something, of MOST_WORDS words in all; if none says
    anything, all of them."""
    asked = list(dict.fromkeys(split_terms(extraction.clean(question))))
    significant = [found for term in asked if (found := term.without_empty_words())]
    counts = accumulate(term.size for term in significant or asked)
    within = zip(significant or asked, counts, strict=True)
    return [term for term, count in within if count <= MOST_WORDS]


def split_terms(text: str) -> Iterator[Term]:
    """Yield what a text is asked for by, in its order: each word, or those of a compound or run."""
    joined = sorted([*_compound_terms(text), *_run_terms(text)], key=lambda found: found[0])
    single = iter([*words(text), (len(text), len(text), "")])
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


def _compound_terms(text: str) -> Iterator[tuple[int, int, Term]]:
    for start, end, as_one in compounds(text):
        parts = [word for _, _, word in words(text[start:end])]
        if len(parts) <= MOST_PARTS:
            yield start, end, Term(tuple(dict.fromkeys(parts)), as_one)


def _run_terms(text: str) -> Iterator[tuple[int, int, Term]]:
    for run in runs(text):
        start, end = run[0][0], run[-1][1]
        some = run[: MOST_BIGRAMS + 1]
        bigrams = tuple(word for _, _, word in words(text[start : some[-1][1]]))
        yield start, end, Term(bigrams, run="".join(said for _, _, said in some))
