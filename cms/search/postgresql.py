"""Wagtail's search on PostgreSQL, for our documents: ranked and read as on SQLite.

Wagtail's own ranks a short title with one of the words above a long one with all of them, and
sends the index itself along with every hit.
"""

from typing import Any

from django.db.models import F
from modelsearch.backends.database.postgres.postgres import (
    PostgresAutocompleteQueryCompiler,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
)

from cms.search.clean_queries import CleanQuery
from cms.search.models import Document


class WithoutVectors:
    """Leaves the index's own columns out of what is read."""

    queryset: Any

    def search(self, *args: Any, **kwargs: Any) -> Any:
        found = super().search(*args, **kwargs)  # type: ignore[misc]
        if self.queryset.model is Document:
            found.query.set_annotation_mask(set(found.query.annotations) - {"_vector_"})
        return found


class SearchCompiler(CleanQuery, WithoutVectors, PostgresSearchQueryCompiler):
    def get_index_vectors(self, search_query: Any) -> list[tuple[Any, Any]]:
        if self.queryset.model is not Document:
            return super().get_index_vectors(search_query)
        # How much more a title counts is said by its field's boost.
        return [(F("index_entries__title"), 1.0), (F("index_entries__body"), 1.0)]


class AutocompleteCompiler(CleanQuery, WithoutVectors, PostgresAutocompleteQueryCompiler):
    pass


class Backend(PostgresSearchBackend):
    query_compiler_class = SearchCompiler
    autocomplete_query_compiler_class = AutocompleteCompiler
