"""Undocumented parts of modelsearch, also as `wagtail.search`, for every database.

Those of its backends are in `modelsearch_sqlite` and `modelsearch_postgresql`: the models of an
index differ by database, and one of them is missing on the other.
"""

# Rebuilding and checking the index. No issue found.
from modelsearch.index import get_indexed_models
from modelsearch.utils import get_content_type_pk, get_descendants_content_types_pks
from wagtail.search.backends import get_search_backends
from wagtail.search.index import class_is_indexed

# Parsed queries: they are rewritten, and documented as operators only. No issue found.
from wagtail.search.query import And, MatchAll, Or, SearchQuery

__all__ = [
    "And",
    "MatchAll",
    "Or",
    "SearchQuery",
    "class_is_indexed",
    "get_content_type_pk",
    "get_descendants_content_types_pks",
    "get_indexed_models",
    "get_search_backends",
]
