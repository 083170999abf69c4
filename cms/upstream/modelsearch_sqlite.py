"""Undocumented parts of modelsearch's backend for SQLite."""

# No public way to change an index, its expressions or how matches are ranked.
# https://github.com/wagtail/django-modelsearch/pull/68 improves the ranking in a later release.
from modelsearch.backends.database.sqlite.query import (
    Lexeme,
    MatchExpression,
    SearchQueryExpression,
)
from modelsearch.backends.database.sqlite.sqlite import (
    IndexEntry,
    SQLiteAutocompleteQueryCompiler,
    SQLiteFTSIndexEntry,
    SQLiteIndex,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
)

__all__ = [
    "IndexEntry",
    "Lexeme",
    "MatchExpression",
    "SQLiteAutocompleteQueryCompiler",
    "SQLiteFTSIndexEntry",
    "SQLiteIndex",
    "SQLiteSearchBackend",
    "SQLiteSearchQueryCompiler",
    "SearchQueryExpression",
]
