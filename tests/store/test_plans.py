"""No answer reads a whole table, or sorts a whole list, however long the lists are."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoDbBlocker

from cms.site import sitemaps
from cms.store.lists import COUNT_CACHE, SORT_THRESHOLD_ROWS
from cms.store.lock import store_lock
from cms.store.models import Entry, FormerPath, ListState
from tests import long_lists
from tests.query_plans import offences
from tests.transient import standing

pytestmark = pytest.mark.django_db

NUMBER = 20_000
# The others are read from the other end of the same indexes, as `previous` is.
ORDERS = ("", "-updated_at", "title")
LISTS = (
    "news/?locale=bg",
    "news/?limit=100",
    "news/?locale=en&fallback=bg",
    "news/?year=2026",
    "news/?category=rare&locale=bg",
    "news/?category=rare&year=2026&locale=en&fallback=bg",
    "news/?from=2026-11-20&to=2026-11-22&locale=bg",
    "news/?updated_after=2026-11-30&locale=bg",
    "news/?updated_after=2026-11-30&locale=en&fallback=bg",
    "news/?updated_after=2020-01-01",
    "pages/?under=/bg/novini/&type=news",
    "pages/?under=/bg/novini/&locale=bg",
)
OTHERS = (
    "/api/v1/resolve/?path=/bg/novini/novina-1/",
    "/api/v1/resolve/?path=/bg/novini/old/",
    "/api/v1/resolve/?path=/bg/nowhere/",
    "/api/v1/changes/",
    "/api/v1/changes/?cursor={middle:x}",
    "/api/v1/news/?locale=bg&offset=5000",
    "/sitemap.xml",
    "/sitemap-bg-1.xml",
)


@pytest.fixture(scope="module")
def long(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Any]:
    with standing(django_db_blocker, make) as made:
        yield made


def make() -> None:
    long_lists.load_articles(NUMBER)
    some = Entry.objects.filter(slug="novina-7")[0]
    FormerPath.objects.bulk_create(
        FormerPath(path=f"/bg/novini/old-{number}/", entry=some) for number in range(5_000)
    )
    FormerPath.objects.create(path="/bg/novini/old/", entry=some)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "ANALYZE store_entry, store_listmembership, store_liststate, store_formerpath"
            )


def walked(client: Client, address: str) -> list[str]:
    """What is wrong with the plans of a page, the next one, and the one before that; first while
    the list's length is not known, and then when it is: what is known to be little is sorted."""
    found: list[str] = []
    answer: dict[str, Any] = {"count": SORT_THRESHOLD_ROWS + 1, "next": address, "previous": None}
    for _ in range(2):
        if answer["count"] <= SORT_THRESHOLD_ROWS:
            break
        answer |= {"next": address, "previous": None}
        for step in ("next", "next", "previous"):
            if there := answer[step]:
                found += offences(partial(client.get, there))
                answer = client.get(there).json()
    return found


@pytest.mark.parametrize("path", LISTS)
def test_no_page_of_a_list_reads_or_sorts_all_of_it(
    client: Client, long: None, path: str, subtests: pytest.Subtests
) -> None:
    for order in ORDERS:
        COUNT_CACHE.clear()
        with subtests.test(order=order):
            address = f"/api/v1/{path}{f'&order={order}' if order else ''}"
            assert walked(client, address) == []


@pytest.mark.parametrize("address", OTHERS)
def test_no_other_answer_reads_or_sorts_all_of_it(
    client: Client, long: None, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Of 5,000 addresses each, four parts of a sitemap would be the whole table here.
    monkeypatch.setattr(sitemaps, "SIZE", 100)
    middle = Entry.objects.filter(slug=f"novina-{NUMBER // 2}").values_list("sequence", flat=True)
    assert offences(partial(client.get, address.format(middle=middle[0]))) == []


def test_the_length_of_a_narrowed_list_is_counted_once_for_each_version(
    client: Client, long: None
) -> None:
    path = "/api/v1/news/?updated_after=2026-11-30&locale=bg"
    counted = []
    for act in (COUNT_CACHE.clear, lambda: None, change_all_lists):
        act()
        queries: list[str] = []

        def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            queries.append(sql)  # noqa: B023
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            answer = client.get(path).json()
        counted.append((answer["count"], any("COUNT(" in sql for sql in queries)))
    count = counted[0][0]
    assert counted == [(count, True), (count, False), (count, True)]


def change_all_lists() -> None:
    with store_lock() as sequence:
        ListState.objects.update(sequence=sequence.next(), modified_at=sequence.moment)
        sequence.save()
