"""Wagtail's search on SQLite, for our documents: titles above text, and quick however many match.

Wagtail's own weighs a title like any text, ranks a question of several words by a product of
negative numbers, so that the worst may come first, and asks the index once more for every hit.
"""

from typing import Any

from django.db import connection
from modelsearch.backends.database.sqlite.query import MatchExpression
from modelsearch.backends.database.sqlite.sqlite import (
    IndexEntry,
    SQLiteAutocompleteQueryCompiler,
    SQLiteFTSIndexEntry,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
)
from modelsearch.utils import get_content_type_pk

from cms.search.clean_queries import CleanQuery
from cms.search.models import Document

FTS, ENTRIES = SQLiteFTSIndexEntry._meta.db_table, IndexEntry._meta.db_table
DOCUMENTS = Document._meta.db_table
# By the weights of the columns autocomplete, body and title. However rare a word is, and however
# often it stands in a text, it counts for more in a title.
RANK = f"1e9 * bm25({FTS}, 0, 0, 1) + bm25({FTS}, 1, 1, 0)"


class OneQuestion:
    """Asks the index once, and joins the documents to what it finds."""

    queryset: Any
    query: Any
    FTS_TABLE_FIELDS: list[str]
    build_search_query: Any

    def search(self, config: Any, start: int, stop: int, score_field: str | None = None) -> Any:
        if self.queryset.model is not Document:
            return super().search(config, start, stop, score_field)  # type: ignore[misc]
        asked = MatchExpression(self.FTS_TABLE_FIELDS, self.build_search_query(self.query))
        match, params = asked.as_sql(self.queryset.query.get_compiler("default"), connection)
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
        return found.order_by("rank", "-pk")[start:stop]


class SearchCompiler(CleanQuery, OneQuestion, SQLiteSearchQueryCompiler):
    pass


class AutocompleteCompiler(CleanQuery, OneQuestion, SQLiteAutocompleteQueryCompiler):
    pass


class Backend(SQLiteSearchBackend):
    query_compiler_class = SearchCompiler
    autocomplete_query_compiler_class = AutocompleteCompiler
