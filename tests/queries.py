"""What a public answer may ask of the database: a few reads of the store's own tables."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

STORE = {
    "store_entry",
    "store_listmembership",
    "store_liststate",
    "store_sequence",
    "store_formerpath",
}
# What an answer of the search may ask besides, if the index is in the database.
SEARCH = {"search_document", "wagtailsearch_indexentry", "wagtailsearch_indexentry_fts"}
TABLE = re.compile(r'\b(?:FROM|JOIN|INTO|UPDATE)\s+"(\w+)"', re.IGNORECASE)


def tables(captured: CaptureQueriesContext) -> set[str]:
    """The names of the tables that the captured queries touch."""
    return {name for query in captured.captured_queries for name in TABLE.findall(query["sql"])}


@contextmanager
def reads_of_the_store(at_most: int, also: Iterable[str] = ()) -> Iterator[CaptureQueriesContext]:
    """Fail when what is done inside takes more queries, or asks anything but the store."""
    with CaptureQueriesContext(connection) as captured:
        yield captured
    sql = "\n".join(query["sql"] for query in captured.captured_queries)
    assert len(captured) <= at_most, sql
    assert tables(captured) <= STORE | set(also), sql
