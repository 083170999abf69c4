"""Wagtail's search on PostgreSQL: our documents ranked and read as on SQLite, and the back office's
own search.

Wagtail's own ranks a short title with one of the words above a long one with all of them, and
sends the index itself along with every hit.
"""

from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, Expression, F, Model, QuerySet, Value, When

from cms.search.backoffice_queries import BackofficeSearch, Syntax
from cms.search.clean_queries import CleanQuery
from cms.search.index_queries import Beginning, WholeWordsFirst
from cms.search.indexes import BackofficeIndex
from cms.search.models import Document
from cms.upstream.modelsearch_postgresql import (
    IndexEntry,
    Lexeme,
    PostgresAutocompleteQueryCompiler,
    PostgresIndex,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
)


def _write_phrase(tokens: list[str]) -> str:
    return f"({' <-> '.join(tokens)})" if tokens else ""


class Search(CleanQuery, BackofficeSearch):
    syntax = Syntax(word="'{}'", beginning="'{}':*", all=" & ", any=" | ", phrase=_write_phrase)

    def index_entries(self, column: str, expression: str) -> QuerySet[Document]:
        query = SearchQuery(expression, search_type="raw", config="simple")
        return IndexEntry.objects.filter(**{column: query})


class WithoutVectors:
    """Leaves the index's own columns out of what is read."""

    queryset: QuerySet[Model]

    def search(self, *args: Any, **kwargs: Any) -> Any:
        found = super().search(*args, **kwargs)  # type: ignore[misc]
        if self.queryset.model is Document:
            found.query.set_annotation_mask(set(found.query.annotations) - {"_vector_"})
        return found


class SearchCompiler(Search, WithoutVectors, PostgresSearchQueryCompiler):
    def get_index_vectors(self, search_query: Any) -> list[tuple[Any, Any]]:
        # How much more a title counts is said by its field's boost.
        return [(F("index_entries__title"), 1.0), (F("index_entries__body"), 1.0)]

    def build_tsquery_content(self, query: Any, config: Any = None, invert: bool = False) -> Any:
        if isinstance(query, Beginning):
            token = Lexeme(query.query_string, prefix=True)
            return SearchQuery(token, search_type="raw", config=config)
        return super().build_tsquery_content(query, config=config, invert=invert)

    def _apply_ordering_and_scoring(
        self, queryset: QuerySet[Model], rank: Expression, *args: Any
    ) -> QuerySet[Model]:
        if not isinstance(self.query, WholeWordsFirst):
            return super()._apply_ordering_and_scoring(queryset, rank, *args)
        start, stop, *_ = args
        whole = self.build_tsquery(self.query.whole, config="simple")
        part = Case(When(_vector_=whole, then=Value(0)), default=Value(1))
        return queryset.order_by(part, rank.desc(), "-pk")[start:stop]


class AutocompleteCompiler(Search, WithoutVectors, PostgresAutocompleteQueryCompiler):
    pass


class Index(BackofficeIndex, PostgresIndex):
    pass


class Backend(PostgresSearchBackend):
    query_compiler_class = SearchCompiler
    autocomplete_query_compiler_class = AutocompleteCompiler
    index_class = Index
