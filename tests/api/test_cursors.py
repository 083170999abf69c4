"""Pages of lists by `next` and `previous`, while the lists change."""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from cms.store.cursors import encode_position
from cms.store.list_query import ListQuery
from tests import factories
from tests.api.stored_articles import DAY, ORDERS, Article, Item, StoredArticles
from tests.queries import reads_of_the_store
from tests.transient import nothing_kept

pytestmark = pytest.mark.django_db

PROVE = "PROVE" in os.environ
JSON = dict[str, Any]
Chosen = Callable[[Item], bool]


def in_english_or_bulgarian(item: Item) -> bool:
    return item.locale == "en" or "en" not in item.article.locales


# The lists by how they are asked for, and which items are in each.
LISTS: dict[str, Chosen] = {
    "news/?": lambda item: True,
    "news/?locale=bg": lambda item: item.locale == "bg",
    "news/?locale=en&fallback=bg": in_english_or_bulgarian,
    "news/?year=2026": lambda item: item.article.date is not None,
    "news/?category=proekti&locale=bg": lambda item: (
        item.locale == "bg" and item.article.in_category
    ),
    "news/?category=proekti&year=2026&locale=en&fallback=bg": lambda item: (
        item.article.in_category and item.article.date is not None and in_english_or_bulgarian(item)
    ),
    "news/?to=2026-01-16&locale=bg": lambda item: (
        item.article.date in (0, 1) and item.locale == "bg"
    ),
    "news/?updated_after=2026-01-16": lambda item: item.article.updated > 0,
    "pages/?type=news&locale=bg&fallback=en": lambda item: (
        item.locale == "bg" or "bg" not in item.article.locales
    ),
}


class Walk:
    """A reader of one list in one order, from one of its ends to the other."""

    def __init__(self, shelf: StoredArticles, path: str, order: str, backward: bool) -> None:
        self.shelf, self.path, self.order, self.backward = shelf, path, order, backward
        self.client = Client()
        self.limit = 2
        self.seen: list[tuple[Any, ...]] = []
        # What has stood still since the start.
        self.still = set(self.keys())
        self.address: str | None = f"/api/v1/{path}&fields=id&limit=2"
        self.address += f"&order={order}" if order else ""
        if backward:
            end = self.get(f"{self.address}&offset=1000000")
            assert (end["results"], end["next"]) == ([], None)
            self.address = end["previous"]
            assert bool(self.address) == bool(self.still)

    def keys(self) -> list[tuple[Any, ...]]:
        """The sort keys of what is in the list now, in its order."""
        chosen = [item for item in self.shelf.items() if LISTS[self.path](item)]
        return sorted((item.key(self.order) for item in chosen), reverse=self.descends())

    def descends(self) -> bool:
        return self.order in ("", "-published_at", "-updated_at", "-title")

    def note_changes(self) -> None:
        """Leave out of account what has not stood still."""
        self.still &= set(self.keys())

    def turn(self) -> None:
        """Read a page, and compare it with what is in the list."""
        assert self.address
        answer, keys = self.get(self.address), self.keys()
        found = {str(item.id): item.key(self.order) for item in self.shelf.items()}
        page = [found[item["id"]] for item in answer["results"]]
        assert answer["count"] == len(keys)
        assert page == [key for key in keys if key in page]
        assert bool(answer["next"]) == (bool(keys) and self.is_before(page, keys[-1]))
        assert bool(answer["previous"]) == (bool(keys) and self.is_after(page, keys[0]))
        self.seen += reversed(page) if self.backward else page
        self.address = answer["previous" if self.backward else "next"]

    def is_before(self, page: list[Any], last: Any) -> bool:
        """Whether a page ends before the last item there is; an empty one lies at an end."""
        return page[-1] != last if page else self.backward

    def is_after(self, page: list[Any], first: Any) -> bool:
        return page[0] != first if page else not self.backward

    def finish(self) -> None:
        while self.address:
            self.turn()
        once = [key for key in self.seen if key in self.still]
        assert once == sorted(self.still, reverse=self.descends() != self.backward)

    def get(self, address: str) -> JSON:
        response = self.client.get(address)
        assert response.status_code == 200, response.content.decode()
        answer: JSON = response.json()
        return answer


numbers = st.integers(0, 9)
few = st.integers(0, 2)
articles = st.builds(
    Article,
    title=few,
    date=st.one_of(st.none(), few),
    updated=few,
    place=few,
    locales=st.sampled_from([("bg",), ("en",), ("bg", "en")]),
    in_category=st.booleans(),
)


class ReadersAndEditors(RuleBasedStateMachine):
    """Somebody reads a list page by page while others publish, edit, rename and unpublish."""

    def __init__(self) -> None:
        super().__init__()
        self.kept = nothing_kept()
        self.kept.__enter__()
        self.shelf = StoredArticles()
        self.walk: Walk | None = None

    def teardown(self) -> None:
        try:
            if self.walk:
                self.walk.finish()
        finally:
            self.kept.__exit__(None, None, None)

    @initialize(some=st.lists(articles, min_size=4, max_size=10))
    def publish_some(self, some: list[Article]) -> None:
        self.shelf.put(dict(enumerate(some)))

    @rule(
        path=st.sampled_from(sorted(LISTS)), order=st.sampled_from(ORDERS), backward=st.booleans()
    )
    def begin(self, path: str, order: str, backward: bool) -> None:
        if self.walk:
            self.walk.finish()
        self.walk = Walk(self.shelf, path, order, backward)

    @rule()
    def turn(self) -> None:
        if self.walk and self.walk.address:
            self.walk.turn()

    @rule(number=numbers, article=articles)
    def publish(self, number: int, article: Article) -> None:
        self._change(number, article)

    @rule(number=numbers)
    def unpublish(self, number: int) -> None:
        self._change(number, None)

    def _change(self, number: int, article: Article | None) -> None:
        self.shelf.put({number: article})
        if self.walk:
            self.walk.note_changes()


def test_each_item_is_read_once_while_the_list_changes() -> None:
    run_state_machine_as_test(
        ReadersAndEditors,
        settings=settings(
            max_examples=500 if PROVE else 10,
            stateful_step_count=40 if PROVE else 25,
            deadline=None,
            derandomize=not PROVE,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


SOME = (
    Article(title=1, date=1, updated=2, in_category=True),
    Article(title=1, date=1, updated=1, locales=("bg", "en"), in_category=True),
    Article(title=0, date=2, updated=1, locales=("en",)),
    Article(title=2, date=None, updated=2, in_category=True),
    Article(title=0, date=0, updated=0, locales=("bg", "en"), in_category=True),
)


@pytest.fixture
def shelf(db: None) -> StoredArticles:
    made = StoredArticles()
    made.put(dict(enumerate(SOME)))
    return made


@pytest.mark.parametrize("order", ORDERS)
def test_every_list_is_read_whole_in_both_directions(
    shelf: StoredArticles, order: str, subtests: pytest.Subtests
) -> None:
    for path in LISTS:
        for backward in (False, True):
            with subtests.test(path, backward=backward):
                Walk(shelf, path, order, backward).finish()


def cursor_of(client: Client, path: str) -> str:
    """The cursor that leads to the second page of a list."""
    address = client.get(f"/api/v1/{path}").json()["next"]
    (cursor,) = parse_qs(urlsplit(address).query)["cursor"]
    return cursor


def changed(cursor: str, place: int) -> str:
    """A cursor with another byte at a place."""
    data = bytearray(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    data[place] ^= 1
    return urlsafe_b64encode(data).decode().rstrip("=")


def test_a_cursor_is_refused_by_any_other_list(client: Client, shelf: StoredArticles) -> None:
    cursor = cursor_of(client, "news/?limit=1")
    for path in (
        "news/?order=title",
        "news/?locale=bg",
        "news/?year=2026",
        "news/?category=proekti",
        "news/?from=2026-01-01",
        "pages/?",
        "news/categories/?",
    ):
        assert_refused(client, f"{path}&cursor={cursor}", "cursor")


def test_a_damaged_cursor_is_refused(client: Client, shelf: StoredArticles) -> None:
    cursor = cursor_of(client, "news/?limit=1")
    damaged = (
        "", "x", "%00", f"{cursor}%00", f"{cursor}%0a", f"{cursor}=", f"%20{cursor}", cursor[:-1],
        cursor[:9], f"{cursor}A", "A" * 1001, "A" * 100_000, "%D1%8F", changed(cursor, 1),
        changed(cursor, 0)[:-1], cursor.swapcase(), "null", "0", "eyJpZCI6MX0",
    )  # fmt: skip
    for text in damaged:
        assert_refused(client, f"news/?cursor={text}", "cursor")


def test_a_cursor_together_with_an_offset_is_refused(client: Client, shelf: StoredArticles) -> None:
    cursor = cursor_of(client, "news/?limit=1")
    for offset in ("0", "1"):
        assert_refused(client, f"news/?cursor={cursor}&offset={offset}", "cursor", "offset")


def assert_refused(client: Client, path: str, *parameters: str) -> None:
    with reads_of_the_store(at_most=0):
        response = client.get(f"/api/v1/{path}")
    assert response.status_code == 400, path
    assert set(response.json()["parameters"]) == set(parameters)


@given(key=st.binary(max_size=600), flags=st.integers(0, 255), order=st.sampled_from(ORDERS))
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # nothing is changed
)
@example(key=b"\x7f" + b"\xff" * 23, flags=0, order="updated_at")
@example(key=b"\x80" + b"\x00" * 23, flags=1, order="updated_at")
@example(key=b"\x00" * 30, flags=2, order="title")
@example(key=b"\x00" * 26, flags=3, order="")
def test_no_forged_key_is_a_server_error(
    shelf: StoredArticles, key: bytes, flags: int, order: str
) -> None:
    client = Client()
    path = f"news/?limit=1&order={order}" if order else "news/?limit=1"
    selection = ListQuery(("type:news",), order=order or "newest")
    forged = encode_position(bytes([flags]) + key, selection.fingerprint())
    response = client.get(f"/api/v1/{path}&cursor={forged}")
    assert response.status_code in (200, 400)


def test_a_cursor_does_not_depend_on_what_is_shown_of_a_page(
    client: Client, shelf: StoredArticles
) -> None:
    cursor = cursor_of(client, "news/?limit=1&fields=id&to=2026-01-31")
    answer = client.get(f"/api/v1/news/?limit=3&fields=title&to=2026-01-31&cursor={cursor}").json()
    assert [sorted(item) for item in answer["results"]] == [["title"]] * 3


def test_a_page_by_offset_leads_on_by_cursor(client: Client, shelf: StoredArticles) -> None:
    whole = client.get("/api/v1/news/").json()["results"]
    answer = client.get("/api/v1/news/?limit=2&offset=3").json()
    assert answer["results"] == whole[3:5]
    for name, expected in (("next", whole[5:7]), ("previous", whole[1:3])):
        assert "offset" not in answer[name]
        assert client.get(answer[name]).json()["results"] == expected


def test_an_article_published_between_two_pages_repeats_none(client: Client) -> None:
    for number in range(4):
        factories.article(title=f"Новина {number}", date=DAY - timedelta(days=number))
    first = client.get("/api/v1/news/?locale=bg&limit=3&fields=id").json()
    factories.article(title="Между страниците", date=DAY + timedelta(days=1))
    second = client.get(first["next"]).json()
    assert len(second["results"]) == 1
    assert second["results"][0] not in first["results"]
