"""Finding entries. Each function says how many queries it makes where the index is in the database.

An answer has the version of the list of all entries, of which the index is made.
"""

from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import Any

from django.conf import settings
from django.db.models import QuerySet, Subquery
from wagtail.search.backends import get_search_backend
from wagtail.search.query import Phrase, PlainText

from cms.search import extraction, word_parts
from cms.search.analysis import VERSION, get_keys, normalise_typed
from cms.search.highlighting import SearchedWords, build_excerpt, mark_words
from cms.search.index_queries import Beginning, WholeWordsFirst
from cms.search.index_texts import WITHOUT_POSITIONS
from cms.search.models import Document
from cms.search.terms import MAX_WORDS, Term, list_search_terms, split_terms
from cms.store.entry_queries import NO_VERSION, Version
from cms.store.list_query import ALL
from cms.store.lists import StaleReadError
from cms.store.models import Entry, ListState
from cms.upstream.modelsearch import And, Or, SearchQuery

# The longest question, in letters.
MAX_QUESTION_LENGTH = 200
# No more hits are told: nobody reads on.
MAX_HITS = 1_000
# Among how many titles the best completions are chosen.
MAX_CANDIDATES = 100
# A part of every answer's tag: other keys find other entries.
ANALYSIS_TAG = sha256(VERSION.encode()).hexdigest()[:8]


@dataclass(frozen=True)
class Hit:
    """A found entry; `title` and `excerpt` are HTML, in which what was looked for is marked."""

    entry: Entry
    title: str
    excerpt: str


@dataclass(frozen=True)
class SearchResult:
    """The ids of what was found, the best first, and the version of the answer."""

    asked: list[Term]
    locale: str
    ids: list[str]
    version: Version

    def read_hits(self, offset: int, limit: int) -> list[Hit]:
        """Return some of the hits. One query, none where there are none.

        Raises StaleReadError when the answer is another one by now.
        """
        ids = self.ids[offset : offset + limit]
        if not ids:
            return []
        documents = Document.objects.filter(pk__in=ids).select_related("entry")
        rows = {row.pk: row for row in _annotate_version(documents, self.locale)}
        if any(row.number != self.version.sequence for row in rows.values()):
            raise StaleReadError
        return [self._hit(rows[pk]) for pk in ids if pk in rows]

    def _hit(self, row: Document) -> Hit:
        looked = SearchedWords(self.asked, row.locale, f"{row.heading}\n{row.text}")
        return Hit(row.entry, mark_words(row.heading, looked), build_excerpt(row.text, looked))


def find(question: str, locale: str = "", type: str = "") -> SearchResult:
    """Find what has every word of the question, in whatever form. One query, two for no hits."""
    asked = list_search_terms(question)
    rows = _search(asked, locale, type) if asked else []
    return SearchResult(asked, locale, [row.pk for row in rows], _get_version(rows, locale))


def find_here_or_elsewhere(question: str, locale: str) -> tuple[SearchResult, SearchResult]:
    """Find what is in a language; where nothing is, find what is in any other.

    Return both, of which one is empty. One query; two where there are hits elsewhere, three where
    there are none. The version of the answer is the first one's.
    """
    asked = list_search_terms(question)
    rows = _search(asked, locale) if asked else []
    others = _search(asked) if asked and not rows else []
    version = _get_version(rows, locale) if rows else _get_version(others, "")
    here = SearchResult(asked, locale, [row.pk for row in rows], version)
    return here, SearchResult(asked, "", [row.pk for row in others], version)


def complete_title(
    beginning: str, locale: str = "", limit: int = 10
) -> tuple[Version, list[Entry]]:
    """Find the entries whose titles have all words, the last perhaps unfinished.

    Those whose titles begin so come first, and a short title before a long one. One query, two
    for none.
    """
    terms = list(islice(split_terms(extraction.clean_text(beginning)), MAX_WORDS))
    asked = " ".join(normalise_typed(word) for term in terms for word in term.words)
    if not asked:
        return _get_version([], locale), []
    as_one = " ".join(
        normalise_typed(term.as_one) or " ".join(map(normalise_typed, term.words)) for term in terms
    )
    documents = Document.objects.select_related("entry").only("beginnings", "entry__card_json")
    documents_with_version = _annotate_version(_filter_documents(documents, locale), locale)
    spellings = tuple(dict.fromkeys((asked, as_one)))
    query = Or([PlainText(each) for each in spellings]) if as_one != asked else PlainText(asked)
    rows = list(get_search_backend().autocomplete(query, documents_with_version)[:MAX_CANDIDATES])
    rows.sort(
        key=lambda row: (not row.beginnings.startswith(spellings), len(row.beginnings), row.pk)
    )
    return _get_version(rows, locale), [row.entry for row in rows[:limit]]


def _search(asked: list[Term], locale: str = "", type: str = "") -> list[Any]:
    """The best hits with their number alone."""
    languages = [locale] if locale else [code for code, _ in settings.LANGUAGES]
    whole = And([_match_any_spelling(term, languages) for term in asked])
    query = whole
    if any(map(word_parts.uses_compounds, languages)):
        parts = [_match_any_spelling(term, languages, with_parts=True) for term in asked]
        query = WholeWordsFirst(parts, whole)
    documents = _annotate_version(
        _filter_documents(Document.objects.only("pk"), locale, type), locale
    )
    return list(get_search_backend().search(query, documents)[:MAX_HITS])


def _match_any_spelling(term: Term, languages: list[str], with_parts: bool = False) -> SearchQuery:
    matches = [_match_any_form(word, languages, with_parts) for word in term.words]
    if len(matches) == 1:
        apart: SearchQuery = matches[0]
    elif term.run:
        apart = _match_side_by_side(term.words, matches)
    else:
        apart = And(matches)
    return (
        Or([apart, _match_any_form(term.as_one, languages, with_parts)]) if term.as_one else apart
    )


def _match_side_by_side(words: tuple[str, ...], matches: list[Or]) -> SearchQuery:
    """Bigrams one after the other; in a text whose positions are not all known, all of them."""
    phrase = " ".join(key for word in words for key in get_keys(word, ""))
    return Or([Phrase(phrase), And([*matches, PlainText(WITHOUT_POSITIONS)])])


def _match_any_form(word: str, languages: list[str], with_parts: bool = False) -> Or:
    found = {key for language in languages for key in get_keys(word, language)}
    whole = [PlainText(key) for key in sorted(found)]
    if not with_parts:
        return Or(whole)
    begun = {each for language in languages for each in word_parts.list_beginnings(word, language)}
    return Or([*whole, *map(Beginning, sorted(begun))])


def _filter_documents(
    documents: QuerySet[Document], locale: str, type: str = ""
) -> QuerySet[Document]:
    if locale:
        documents = documents.filter(locale=locale)
    return documents.filter(type=type) if type else documents


def _annotate_version(documents: QuerySet[Document], locale: str) -> Any:
    """The documents, each with the number and moment of the last change of all there is."""
    now = ListState.objects.filter(name=ALL, locale=locale)
    return documents.annotate(
        number=Subquery(now.values("sequence")), moment=Subquery(now.values("modified_at"))
    )


def _get_version(rows: list[Any], locale: str) -> Version:
    if rows:
        return Version(rows[0].number, rows[0].moment)
    now = ListState.objects.filter(name=ALL, locale=locale).first()
    return Version(now.sequence, now.modified_at) if now else NO_VERSION
