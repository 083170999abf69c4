"""The searches of the back office: what is typed, as the index is asked for it.

A word finds its other forms, the last one also what it begins; what stands in quotation marks is
looked for as it is written. Hits in titles come before hits in texts, whole words before
beginnings, and what was edited last before the rest.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Case, F, Field, Model, Q, QuerySet, Value, When
from django.db.models.functions import Cast
from wagtail.search.query import Phrase, PlainText

from cms.search import extraction, word_parts
from cms.search.analysis import are_stop_words, iterate_words
from cms.search.backoffice_texts import IN_TITLE, LIVE, list_form_tokens, list_spellings
from cms.search.clean_queries import MAX_WORDS
from cms.search.draft_access import get_current_access
from cms.search.models import Document
from cms.search.terms import Term, split_terms
from cms.upstream.modelsearch import (
    And,
    MatchAll,
    Or,
    SearchQuery,
    get_descendants_content_types_pks,
)

# The columns of the index (cms.search.backoffice_texts).
NEWEST, PUBLISHED = "autocomplete", "body"


@dataclass(frozen=True)
class Syntax:
    """How a database writes its queries. Tokens are letters and digits: nothing is an operator."""

    word: str
    beginning: str
    all: str
    any: str
    phrase: Callable[[list[str]], str]


@dataclass(frozen=True)
class Question:
    """What of a text is asked: only its title, or all; whole words, or the last one's beginning."""

    syntax: Syntax
    in_title: bool = False
    unfinished: bool = True

    def expression(self, query: SearchQuery) -> str:
        """Return the query in the database's own language; "" where it has no word."""
        match query:
            case PlainText():
                return self._plain(query)
            case Phrase():
                written = [
                    word for _, _, word in iterate_words(extraction.clean_text(query.query_string))
                ]
                return self.syntax.phrase([list_spellings(word)[0] for word in written[:MAX_WORDS]])
            case And() | Or():
                parts = [self.expression(part) for part in query.subqueries]
                join = self._all if isinstance(query, And) else self._any
                return join(part for part in parts if part)
        raise NotImplementedError(f"{type(query).__name__} is not used in the back office.")

    def _plain(self, query: PlainText) -> str:
        terms = list(dict.fromkeys(split_terms(extraction.clean_text(query.query_string))))[
            :MAX_WORDS
        ]
        if not terms:
            return ""
        last = terms.pop()
        significant = [found for term in terms if (found := term.without_empty_words())]
        # With an empty word alone, or as the one that is being typed.
        others = significant or (terms if are_stop_words(last.words) else [])
        join = self._any if query.operator.lower() == "or" else self._all
        return join([*map(self._term, others), self._term(last, self.unfinished)])

    def _term(self, term: Term, unfinished: bool = False) -> str:
        *before, last = term.words
        apart = self._all([*map(self._word, before), self._word(last, unfinished)])
        return self._any([apart, self._word(term.as_one, unfinished)]) if term.as_one else apart

    def _word(self, word: str, unfinished: bool = False) -> str:
        languages = [code for code, _ in settings.LANGUAGES]
        found = [
            self._write(self.syntax.word, key) for key in sorted(list_form_tokens(word, languages))
        ]
        if unfinished:
            found += [self._write(self.syntax.beginning, each) for each in list_spellings(word)]
        if self.unfinished:
            parts = {each for code in languages for each in word_parts.list_beginnings(word, code)}
            found += [self._write(self.syntax.beginning, each) for each in sorted(parts)]
        return self._any(found)

    def _write(self, how: str, token: str) -> str:
        return how.format(f"{IN_TITLE}{token}" if self.in_title else token)

    def _all(self, parts: Iterable[str]) -> str:
        return _join(self.syntax.all, parts)

    def _any(self, parts: Iterable[str]) -> str:
        return _join(self.syntax.any, parts)


def _join(operator: str, parts: Iterable[str]) -> str:
    parts_list = list(parts)
    return f"({operator.join(parts_list)})" if len(parts_list) > 1 else "".join(parts_list)


class BackofficeSearch:
    """Mixin of a query compiler: search everything but the public documents by tokens.

    Whether for whole words or not: of what the list of hits shows, a bulk action takes all.
    """

    queryset: QuerySet[Model]
    query: Any
    order_by_relevance: bool
    syntax: Syntax

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A list may be read after the request, in an export.
        self.access = get_current_access()

    def index_entries(self, column: str, expression: str) -> QuerySet[Any]:
        """Return the index's rows of which the column matches."""
        raise NotImplementedError

    def search(self, config: Any, start: int, stop: int, *args: Any, **kwargs: Any) -> Any:
        if self.queryset.model is Document or isinstance(self.query, MatchAll):
            return super().search(config, start, stop, *args, **kwargs)  # type: ignore[misc]
        found = self._matching(Question(self.syntax))
        if found is None:
            return self.queryset.none()
        rows = self.queryset.filter(found)
        if self.order_by_relevance:
            rows = rows.order_by(self._rank(), *self._newest_first())
        elif not rows.query.order_by:
            rows = rows.order_by("-pk")
        return rows[start:stop]

    def _matching(self, question: Question) -> Q | None:
        """The condition that what the reader may see of an object matches: its newest draft, or
        what is public of it; None where nothing can."""
        expression = question.expression(self.query)
        if not expression:
            return None
        model = self.queryset.model
        newest = Q(pk__in=self._ids(NEWEST, expression))
        if not hasattr(model, LIVE):
            return newest
        published = Q(pk__in=self._ids(PUBLISHED, expression))
        own = self.access.filter_with_drafts(model) if self.access else None
        if self.access is None or own is None:
            return newest | published
        return (own & (newest | published)) | (self.access.filter_published(model) & published)

    def _ids(self, column: str, expression: str) -> QuerySet[Any]:
        model = self.queryset.model
        kinds = get_descendants_content_types_pks(model)
        entries = self.index_entries(column, expression).filter(content_type_id__in=kinds)
        return entries.values_list(Cast("object_id", _get_key_field(model)))

    def _rank(self) -> Case:
        better = (
            Question(self.syntax, in_title=True, unfinished=False),
            Question(self.syntax, in_title=True),
            Question(self.syntax, unfinished=False),
        )
        ranked = [(rank, self._matching(question)) for rank, question in enumerate(better)]
        cases = [When(found, then=Value(rank)) for rank, found in ranked if found is not None]
        return Case(*cases, default=Value(len(better)))

    def _newest_first(self) -> list[Any]:
        names = {field.name for field in self.queryset.model._meta.get_fields()}
        edited = "latest_revision_created_at"
        return [F(edited).desc(nulls_last=True), "-pk"] if edited in names else ["-pk"]


def _get_key_field(model: Any) -> Field[Any, Any]:
    """The field of a model's own primary key, not of one that points to its parent's."""
    field = model._meta.pk
    while field.remote_field:
        field = field.target_field
    return field
