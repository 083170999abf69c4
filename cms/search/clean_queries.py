"""Clean the queries of the back office's search boxes, which reach the database as they were typed.

Wagtail quotes each word for the database's own query language and fails on what that language
cannot quote: a quotation mark or NUL (SQLite), no word at all, or hundreds of words (both).
The site's own search asks by keys, which hold nothing of the kind (cms.search.queries).
"""

import re
from typing import Any

from django.db.models import Model, QuerySet
from wagtail.search.query import Phrase, PlainText

from cms.search.index_queries import Beginning, WholeWordsFirst
from cms.upstream.modelsearch import And, Or, SearchQuery

# More words than any title has; each is a level of nesting in the compiled query.
MAX_WORDS = 20
MAX_LENGTH = 1000
# Control characters and straight quotation marks; both databases ignore the others.
UNQUOTABLE = re.compile(r'[\x00-\x1f\x7f"]')
WORD = re.compile(r"[^\W_]")


def clean_query(query: SearchQuery) -> SearchQuery | None:
    """Return a query that both databases understand, None where it has no letter and no digit.

    The search of all pages asks for And of a quoted phrase and the other words.
    """
    if isinstance(query, Beginning | WholeWordsFirst):
        return query  # made of keys (cms.search.queries)
    if isinstance(query, And | Or):
        parts = [part for each in query.subqueries if (part := clean_query(each))]
        return type(query)(parts) if parts else None
    if isinstance(query, PlainText) and (text := _clean_text(query)):
        return PlainText(text, operator=query.operator, boost=query.boost)
    if isinstance(query, Phrase) and (text := _clean_text(query)):
        return Phrase(text)
    return None if isinstance(query, PlainText | Phrase) else query


def _clean_text(query: PlainText | Phrase) -> str:
    words = UNQUOTABLE.sub(" ", query.query_string[:MAX_LENGTH]).split()
    return " ".join([word for word in words if WORD.search(word)][:MAX_WORDS])


class CleanQuery:
    """Mixin of a query compiler: clean the query before it is compiled."""

    queryset: QuerySet[Model]
    query: Any

    def search(self, *args: Any, **kwargs: Any) -> Any:
        cleaned = clean_query(self.query)
        if cleaned is None:
            return self.queryset.none()
        self.query = cleaned
        return super().search(*args, **kwargs)  # type: ignore[misc]
