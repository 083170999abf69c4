"""Finding entries. Each function says how many queries it makes where the index is in the database.

An answer has the version of the list of all entries, of which the index is made.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import accumulate, islice
from typing import Any

from django.conf import settings
from django.db.models import QuerySet, Subquery
from wagtail.search.backends import get_search_backend
from wagtail.search.query import And, Or, PlainText, SearchQuery

from cms.search import texts
from cms.search.highlighting import Looked, excerpt, marked
from cms.search.models import Document
from cms.search.words import EMPTY, VERSION, compounds, keys, words
from cms.store.lists import ListChangedError
from cms.store.models import Entry, Listing
from cms.store.queries import NOTHING, Version
from cms.store.selections import ALL

# The longest question, in letters and in words that are looked for.
LONGEST = 200
MOST_WORDS = 12
# A compound of more parts is asked for word by word.
MOST_PARTS = 4
# No more hits are told: nobody reads on.
MOST = 1_000
# Among how many titles the best completions are chosen.
CANDIDATES = 100
# A part of every answer's tag: other keys find other entries.
MADE_WITH = sha256(VERSION.encode()).hexdigest()[:8]


@dataclass(frozen=True)
class Term:
    """A word of a question; or several, and how they are written as one ("e-mail", "8 000")."""

    words: tuple[str, ...]
    as_one: str = ""

    def without_empty_words(self) -> "Term | None":
        significant = tuple(word for word in self.words if word not in EMPTY)
        return replace(self, words=significant) if significant else None

    def all(self) -> tuple[str, ...]:
        return (*self.words, self.as_one) if self.as_one else self.words


@dataclass(frozen=True)
class Hit:
    """A found entry; `title` and `excerpt` are HTML, in which what was looked for is marked."""

    entry: Entry
    title: str
    excerpt: str


@dataclass(frozen=True)
class Found:
    """The ids of what was found, the best first, and the version of the answer."""

    asked: list["Term"]
    locale: str
    ids: list[str]
    version: Version

    def hits(self, offset: int, limit: int) -> list[Hit]:
        """Return some of the hits. One query, none where there are none.

        Raises ListChangedError when the answer is another one by now.
        """
        some = self.ids[offset : offset + limit]
        if not some:
            return []
        documents = Document.objects.filter(pk__in=some).select_related("entry")
        rows = {row.pk: row for row in _numbered(documents, self.locale)}
        if any(row.number != self.version.sequence for row in rows.values()):
            raise ListChangedError
        return [self._hit(rows[pk]) for pk in some if pk in rows]

    def _hit(self, row: Document) -> Hit:
        looked = Looked((word for term in self.asked for word in term.all()), row.locale)
        return Hit(row.entry, marked(row.heading, looked), excerpt(row.text, looked))


def find(question: str, locale: str = "", type: str = "") -> Found:
    """Find what has every word of the question, in whatever form. One query, two for no hits."""
    asked = looked_for(question)
    rows = _search(asked, locale, type) if asked else []
    return Found(asked, locale, [row.pk for row in rows], _version(rows, locale))


def find_here_or_elsewhere(question: str, locale: str) -> tuple[Found, Found]:
    """Find what is in a language; where nothing is, find what is in any other.

    Return both, of which one is empty. One query; two where there are hits elsewhere, three where
    there are none. The version of the answer is the first one's.
    """
    asked = looked_for(question)
    rows = _search(asked, locale) if asked else []
    others = _search(asked) if asked and not rows else []
    version = _version(rows, locale) if rows else _version(others, "")
    here = Found(asked, locale, [row.pk for row in rows], version)
    return here, Found(asked, "", [row.pk for row in others], version)


def complete(beginning: str, locale: str = "", limit: int = 10) -> tuple[Version, list[Entry]]:
    """Find the entries whose titles have all words, the last perhaps unfinished.

    Those whose titles begin so come first, and a short title before a long one. One query, two
    for none.
    """
    asked = " ".join(word for _, _, word in islice(words(texts.clean(beginning)), MOST_WORDS))
    if not asked:
        return _version([], locale), []
    documents = Document.objects.select_related("entry").only("beginnings", "entry__card")
    some = _numbered(_of(documents, locale), locale)
    rows = list(get_search_backend().autocomplete(PlainText(asked), some)[:CANDIDATES])
    rows.sort(key=lambda row: (not row.beginnings.startswith(asked), len(row.beginnings), row.pk))
    return _version(rows, locale), [row.entry for row in rows[:limit]]


def looked_for(question: str) -> list[Term]:
    """Return the terms of a question that say something, of MOST_WORDS words in all; if none says
    anything, all of them."""
    asked = list(dict.fromkeys(_terms(texts.clean(question))))
    significant = [found for term in asked if (found := term.without_empty_words())]
    counts = accumulate(len(term.words) for term in significant or asked)
    within = zip(significant or asked, counts, strict=True)
    return [term for term, count in within if count <= MOST_WORDS]


def _terms(text: str) -> Iterator[Term]:
    """Yield what a text is asked for by, in its order: each word, or those of a compound."""
    single = list(words(text))
    until = 0
    for start, end, as_one in compounds(text):
        parts = [word for at, to, word in single if start <= at and to <= end]
        if len(parts) > MOST_PARTS:
            continue
        yield from (Term((word,)) for at, _, word in single if until <= at < start)
        yield Term(tuple(dict.fromkeys(parts)), as_one)
        until = end
    yield from (Term((word,)) for at, _, word in single if at >= until)


def _search(asked: list[Term], locale: str = "", type: str = "") -> list[Any]:
    """The best hits with their number alone."""
    languages = [locale] if locale else [code for code, _ in settings.LANGUAGES]
    terms = [_any_spelling(term, languages) for term in asked]
    some = _numbered(_of(Document.objects.only("pk"), locale, type), locale)
    return list(get_search_backend().search(And(terms), some)[:MOST])


def _any_spelling(term: Term, languages: list[str]) -> SearchQuery:
    each = [_any_form(word, languages) for word in term.words]
    apart = And(each) if len(each) > 1 else each[0]
    return Or([apart, _any_form(term.as_one, languages)]) if term.as_one else apart


def _any_form(word: str, languages: list[str]) -> Or:
    found = {key for language in languages for key in keys(word, language)}
    return Or([PlainText(key) for key in sorted(found)])


def _of(documents: QuerySet[Document], locale: str, type: str = "") -> QuerySet[Document]:
    if locale:
        documents = documents.filter(locale=locale)
    return documents.filter(type=type) if type else documents


def _numbered(documents: QuerySet[Document], locale: str) -> Any:
    """The documents, each with the number and moment of the last change of all there is."""
    now = Listing.objects.filter(name=ALL, locale=locale)
    return documents.annotate(
        number=Subquery(now.values("sequence")), moment=Subquery(now.values("modified_at"))
    )


def _version(rows: list[Any], locale: str) -> Version:
    if rows:
        return Version(rows[0].number, rows[0].moment)
    now = Listing.objects.filter(name=ALL, locale=locale).first()
    return Version(now.sequence, now.modified_at) if now else NOTHING
