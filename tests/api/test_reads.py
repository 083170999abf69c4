"""A list costs the same for 3 articles as for 300, and nothing but the store is read."""

from typing import Any

import pytest
from django.test import Client

from cms.store import lists
from cms.store.models import Entry
from tests import factories
from tests.queries import reads_of_the_store

pytestmark = pytest.mark.django_db


def test_a_list_asks_more_of_the_database_when_it_is_long(client: Client) -> None:
    page = factories.article()
    costs = []
    for more in (2, 297):
        factories.copies(page, more)
        with reads_of_the_store(at_most=2) as captured:
            answer = client.get("/api/v1/news/")
        costs.append(len(captured))
    assert answer.json()["count"] == 300
    assert costs == [2, 2]


@pytest.mark.parametrize(
    "path",
    [
        "pages/?limit=100",
        "pages/?locale=bg",
        "news/?locale=bg&limit=1",
        "members/",
        "news/categories/",
    ],
)
def test_a_list_reads_a_pages_table(client: Client, path: str) -> None:
    factories.article(categories=[factories.category()], members=[factories.member()])
    with reads_of_the_store(at_most=2):
        assert client.get(f"/api/v1/{path}").json()["results"] != []


def test_one_entry_takes_more_than_a_read(client: Client) -> None:
    factories.article()
    entry = Entry.objects.get(type="news")
    with reads_of_the_store(at_most=1):
        assert client.get(f"/api/v1/news/{entry.pk}/").status_code == 200
    with reads_of_the_store(at_most=2):
        assert client.get(f"/api/v1/news/{entry.pk}/?locale=en").status_code == 404


def test_a_304_reads_the_list(client: Client) -> None:
    factories.article()
    tag = client.get("/api/v1/news/")["ETag"]
    with reads_of_the_store(at_most=1):
        client.get("/api/v1/news/", headers={"If-None-Match": tag})


def test_the_root_or_a_refusal_reads_anything(client: Client) -> None:
    with reads_of_the_store(at_most=0):
        client.get("/api/v1/")
        client.get("/api/v1/news/?limit=0")


@pytest.mark.parametrize("address", ["/api/v1/news/", "/bg/novini/", "/bg/novini/feed.rss"])
def test_an_answer_mixes_a_list_with_what_it_was_before(
    client: Client, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """Somebody publishes after the list's head is read, and before its entries are."""
    factories.article()
    read = lists.read_page
    published: list[Any] = []

    def publish_first(*args: Any, **kwargs: Any) -> Any:
        if not published:
            published.append(factories.article(title="Втора копка"))
        return read(*args, **kwargs)

    monkeypatch.setattr(lists, "read_page", publish_first)
    answer = client.get(address)
    assert published
    assert "Втора копка" in answer.content.decode()
    monkeypatch.undo()
    again = client.get(address)
    assert (answer["ETag"], answer.content) == (again["ETag"], again.content)
