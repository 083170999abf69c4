"""Undocumented parts of modelsearch's backend for PostgreSQL."""

# No public way to change an index, its expressions or how matches are ranked. No issue found.
from modelsearch.backends.database.postgres.postgres import (
    IndexEntry,
    PostgresAutocompleteQueryCompiler,
    PostgresIndex,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
)
from modelsearch.backends.database.postgres.query import Lexeme

__all__ = [
    "IndexEntry",
    "Lexeme",
    "PostgresAutocompleteQueryCompiler",
    "PostgresIndex",
    "PostgresSearchBackend",
    "PostgresSearchQueryCompiler",
]
