"""A feed as bytes: the newest entries of the list that a page shows, or those behind a place."""

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


def render_feed(
    page_entry: Entry,
    site_frame: Entry | None,
    form: str,
    position: SeekPosition | None,
    query: str,
) -> bytes:
    """Write a page of the feed of the list that the page of a live entry shows. One query.

    `page_entry` and `site_frame`, the language's, are read by `get_by_paths`; `query` is what tells
    this page from the first. Raises StaleReadError when the list has changed since.
    """
    shown, following = _read_entries(page_entry, position)
    feed = feed_document.build_feed(
        page=json.loads(page_entry.full_json),
        site=json.loads(site_frame.full_json)["name"] if site_frame and site_frame.live else "",
        form=form,
        # A list that nothing ever stood in is as old as its page; formats tell whole seconds.
        updated=(page_entry.list_updated_at or page_entry.published_at or cursors.EPOCH).replace(
            microsecond=0
        ),
        entries=[json.loads(entry.full_json) for entry in shown],
        places=(query, following),
        # Who follows a feed follows its first page.
        hub="" if position else settings.WEBSUB_HUB,
    )
    return FORMATS[form].write(feed)


def build_query(position: str) -> str:
    """What the address of the page behind a place ends in."""
    return f"?after={position}" if position else ""


def _read_entries(page_entry: Entry, position: SeekPosition | None) -> tuple[list[Entry], str]:
    """The entries of a page, and the query of the page behind them."""
    list_query = ListQuery(cursor=Cursor(position) if position else None)
    page = lists.read_page(
        list_query, lists.get_info_of_page_list(page_entry), limit=SIZE, with_full_json=True
    )
    return page.entries, build_query(
        cursors.encode_position(SeekPosition(*page.after.key))
    ) if page.after else ""
