"""Clean the queries of the back office's search boxes, which reach the database as they were typed.

Wagtail quotes each word for the database's own query language and fails on what that language
cannot quote: a quotation mark or NUL (SQLite), no word at all, or hundreds of words (both).
The site's own search asks by keys, which hold nothing of the kind (cms.search.queries).
"""

import re
from typing import Any

from wagtail.search.query import Phrase, PlainText, SearchQuery

# More words than any title has; each is a level of nesting in the compiled query.
MAX_WORDS = 20
MAX_LENGTH = 1000
# Control characters and straight quotation marks; both databases ignore the others.
UNQUOTABLE = re.compile(r'[\x00-\x1f\x7f"]')
WORD = re.compile(r"[^\W_]")


def clean_query(query: SearchQuery) -> SearchQuery | None:
    """Return a query that both databases understand, None where it has no letter and no digit."""
    if not isinstance(query, PlainText | Phrase):
        return query
    parts = UNQUOTABLE.sub(" ", query.query_string[:MAX_LENGTH]).split()
    text = " ".join([part for part in parts if WORD.search(part)][:MAX_WORDS])
    if not text:
        return None
    if isinstance(query, Phrase):
        return Phrase(text)
    return PlainText(text, operator=query.operator, boost=query.boost)


class CleanQuery:
    """Mixin of a query compiler: clean the query before it is compiled."""

    queryset: Any
    query: Any

    def search(self, *args: Any, **kwargs: Any) -> Any:
        cleaned = clean_query(self.query)
        if cleaned is None:
            return self.queryset.none()
        self.query = cleaned
        return super().search(*args, **kwargs)  # type: ignore[misc]
