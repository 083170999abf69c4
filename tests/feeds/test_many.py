"""With 10,000 articles a feed costs what it costs with one, on its first page as on its last."""

import pytest
from django.test import Client

from cms.feeds import cursors, renderers
from cms.store.list_query import SeekPosition
from cms.store.models import ListMembership
from tests import factories
from tests.feeds.fetched import TYPES, Fetched, fetch
from tests.feeds.parsed_feed import told
from tests.queries import reads_of_the_store

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NUMBER = 10_000
FEED = "http://testserver/bg/novini/feed"


def behind(place: int) -> str:
    """What the address of the page behind so many articles ends in."""
    rows = ListMembership.objects.filter(name="type:news", locale="bg")
    row = rows.order_by("-published_at", "position", "entry")[place - 1]
    return renderers.build_query(
        cursors.encode_position(SeekPosition(row.published_at, row.position, row.entry_id))
    )


def costs(client: Client, address: str) -> tuple[int, Fetched]:
    """How many reads of the store a page takes, and the page."""
    with reads_of_the_store(at_most=2) as captured:
        page = fetch(client, address)
    return len(captured), page


def test_a_page_of_many_articles_costs_more_than_of_one(client: Client) -> None:
    article = factories.article(summary="Кратко", categories=[factories.category()])
    few = {form: costs(client, f"{FEED}.{form}")[0] for form in TYPES}
    factories.many_copies(article, NUMBER - 1)
    starts = {0: 20, NUMBER // 2: 20, NUMBER - 7: 7}
    for form in TYPES:
        for start, length in starts.items():
            query = behind(start) if start else ""
            cost, page = costs(client, f"{FEED}.{form}{query}")
            assert cost == few[form] == 2
            assert len(told(page).items) == length
            assert bool(page.next) == (start < NUMBER - 7)
            assert page.next in ("", f"{FEED}.{form}{behind(start + length)}")
