"""A page takes two reads of the store, none of them while its template renders."""

from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.site import rendering
from cms.store.models import Entry
from tests import factories
from tests.content.entries import pages
from tests.queries import reads_of_the_store

pytestmark = pytest.mark.django_db


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many queries each template made, in the order in which they were rendered."""
    counts: list[int] = []

    def counting(*args: Any, **kwargs: Any) -> str:
        with CaptureQueriesContext(connection) as captured:
            html = render_to_string(*args, **kwargs)
        counts.append(len(captured))
        return html

    monkeypatch.setattr(rendering, "render_to_string", counting)
    return counts


def test_a_page_asks_a_pages_table_or_its_template_asks_anything(
    client: Client, rendered: list[int], subtests: pytest.Subtests
) -> None:
    pages.make()
    paths = Entry.objects.filter(live=True).exclude(type="site").values_list("path", flat=True)
    for path in list(paths):
        with subtests.test(path), reads_of_the_store(at_most=2):
            assert client.get(path).status_code == 200
    assert rendered == [0] * len(paths)


def test_a_list_asks_more_of_the_database_when_it_is_long(
    client: Client, rendered: list[int]
) -> None:
    page = factories.article(categories=[factories.category()], members=[factories.member()])
    costs = []
    for more in (2, 297):
        factories.copies(page, more)
        for path in ("/bg/", "/bg/novini/", "/bg/novini/kategoria/proekti/"):
            with reads_of_the_store(at_most=2) as captured:
                assert client.get(path).status_code == 200
            costs.append(len(captured))
    with reads_of_the_store(at_most=2):
        assert client.get("/bg/novini/?page=15").status_code == 200
    assert costs == [2] * 6
    assert set(rendered) == {0}


def test_a_304_reads_the_list_or_renders(client: Client, rendered: list[int]) -> None:
    factories.article()
    tag = client.get("/bg/novini/")["ETag"]
    rendered.clear()
    with reads_of_the_store(at_most=1):
        assert client.get("/bg/novini/", headers={"If-None-Match": tag}).status_code == 304
    assert rendered == []


def test_a_mistyped_address_costs_more_than_a_few_reads(
    client: Client, rendered: list[int]
) -> None:
    factories.home()
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/bg/nyama/").status_code == 404
    # The store, redirects, restricted pages, former addresses.
    assert len(captured) <= 4
    assert rendered == [0]


def test_the_bare_domain_asks_for_the_homes_only(client: Client) -> None:
    factories.home()
    with reads_of_the_store(at_most=1):
        client.get("/")


def test_plain_404_costs_one_query_for_operators_redirects(client: Client) -> None:
    redirects = {"wagtailredirects_redirect", "wagtailcore_page", "wagtailcore_locale"}
    with reads_of_the_store(at_most=1, also=redirects):
        client.get("/nyama/")
