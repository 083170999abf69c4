"""Wagtail's search on SQLite: for our documents titles above text, and quick however many match;
and the back office's own search.

Wagtail's own weighs a title like any text, ranks a question of several words by a product of
negative numbers, so that the worst may come first, and asks the index once more for every hit.
"""

from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL

from cms.search.backoffice_queries import BackofficeSearch, Syntax
from cms.search.clean_queries import CleanQuery
from cms.search.index_queries import Beginning, WholeWordsFirst
from cms.search.indexes import BackofficeIndex
from cms.search.models import Document
from cms.upstream.modelsearch import get_content_type_pk
from cms.upstream.modelsearch_sqlite import (
    IndexEntry,
    Lexeme,
    MatchExpression,
    SearchQueryExpression,
    SQLiteAutocompleteQueryCompiler,
    SQLiteFTSIndexEntry,
    SQLiteIndex,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
)

FTS, ENTRIES = SQLiteFTSIndexEntry._meta.db_table, IndexEntry._meta.db_table
DOCUMENTS = Document._meta.db_table
# By the weights of the columns autocomplete, body and title. However rare a word is, and however
# often it stands in a text, it counts for more in a title.
RANK = f"1e9 * bm25({FTS}, 0, 0, 1) + bm25({FTS}, 1, 1, 0)"


def _write_phrase(tokens: list[str]) -> str:
    return f'"{" ".join(tokens)}"' if tokens else ""


class Search(CleanQuery, BackofficeSearch):
    syntax = Syntax(word='"{}"', beginning='"{}" *', all=" AND ", any=" OR ", phrase=_write_phrase)

    def index_entries(self, column: str, expression: str) -> QuerySet[Document]:
        found = f"SELECT rowid FROM {FTS} WHERE {FTS} MATCH %s"  # noqa: S608  (a table's name)
        match = f"{{{column}}} : ({expression})"
        return IndexEntry.objects.filter(pk__in=RawSQL(found, [match]))  # noqa: S611


class CombinedQuery:
    """Asks the index once, and joins the documents to what it finds."""

    queryset: QuerySet[Model]
    query: Any
    FTS_TABLE_FIELDS: list[str]
    build_search_query: Any

    def search(self, config: Any, start: int, stop: int, score_field: str | None = None) -> Any:
        if self.queryset.model is not Document:  # asked for everything
            return super().search(config, start, stop, score_field)  # type: ignore[misc]
        match, params = self._match(self.query)
        found = self.queryset.extra(  # noqa: S610  (what is asked for is a parameter)
            select={"rank": RANK},
            tables=[FTS, ENTRIES],
            where=[
                match,
                f"{FTS}.rowid = {ENTRIES}.id",
                f"{ENTRIES}.content_type_id = %s",
                f"{ENTRIES}.object_id = {DOCUMENTS}.id",
            ],
            params=[*params, get_content_type_pk(Document)],
        )
        order = ["rank", "-pk"]
        if isinstance(self.query, WholeWordsFirst):
            match, params = self._match(self.query.whole)
            part = f"{FTS}.rowid NOT IN (SELECT rowid FROM {FTS} WHERE {match})"  # noqa: S608
            found = found.extra(select={"part": part}, select_params=params)  # noqa: S610
            order.insert(0, "part")
        return found.order_by(*order)[start:stop]

    def build_search_query_content(self, query: Any, config: Any = None) -> Any:
        if isinstance(query, Beginning):
            return SearchQueryExpression(Lexeme(query.query_string, prefix=True), config=config)
        return super().build_search_query_content(query, config)  # type: ignore[misc]

    def _match(self, query: Any) -> tuple[str, list[str]]:
        """Return a condition on the index's table in SQL, and its parameters."""
        asked = MatchExpression(self.FTS_TABLE_FIELDS, self.build_search_query(query))
        compiler = self.queryset.query.get_compiler("default")
        match, params = asked.as_sql(compiler, connection)
        return str(match), params


class SearchCompiler(Search, CombinedQuery, SQLiteSearchQueryCompiler):
    pass


class AutocompleteCompiler(Search, CombinedQuery, SQLiteAutocompleteQueryCompiler):
    pass


class Index(BackofficeIndex, SQLiteIndex):
    pass


class Backend(SQLiteSearchBackend):
    query_compiler_class = SearchCompiler
    autocomplete_query_compiler_class = AutocompleteCompiler
    index_class = Index
