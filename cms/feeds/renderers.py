"""A feed as bytes: the newest entries of the list that a page heads, or those behind a place."""

import json

from django.conf import settings

from cms.feeds import atom, cursors, feed_document, json_feed, rss
from cms.store import lists
from cms.store.cursors import Cursor
from cms.store.list_query import ListQuery, SeekPosition
from cms.store.models import Entry

FORMATS = {"rss": rss, "atom": atom, "json": json_feed}
SIZE = 20
# Raised when the same entries would give another text.
VERSION = 6


def write(
    head: Entry, frame: Entry | None, form: str, place: SeekPosition | None, query: str
) -> bytes:
    """Write a page of the feed of the list that a live entry heads. One query.

    `head` and `frame`, the language's, are read by `queries.at`; `query` is what tells this page
    from the first. Raises StaleReadError when the list has changed since.
    """
    shown, following = _entries(head, place)
    feed = feed_document.feed(
        page=json.loads(head.full_json),
        site=json.loads(frame.full_json)["name"] if frame and frame.live else "",
        form=form,
        # A list that nothing ever stood in is as old as its page; formats tell whole seconds.
        updated=(head.list_updated_at or head.published_at or cursors.EPOCH).replace(microsecond=0),
        entries=[json.loads(entry.full_json) for entry in shown],
        places=(query, following),
        # Who follows a feed follows its first page.
        hub="" if place else settings.WEBSUB_HUB,
    )
    return FORMATS[form].write(feed)


def query(place: str) -> str:
    """What the address of the page behind a place ends in."""
    return f"?after={place}" if place else ""


def _entries(head: Entry, place: SeekPosition | None) -> tuple[list[Entry], str]:
    """The entries of a page, and the query of the page behind them."""
    selection = ListQuery(cursor=Cursor(place) if place else None)
    page = lists.read_page(
        selection, lists.get_info_of_page_list(head), limit=SIZE, with_full_json=True
    )
    return page.entries, query(cursors.told(SeekPosition(*page.after.key))) if page.after else ""
