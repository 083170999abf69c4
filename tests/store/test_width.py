"""A section above many pages is renamed: the request is short, and no address ever fails.

The bounded run has 120 pages below the section, the long one (`make prove`) 2,000.
"""

import os
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.store import consistency
from cms.store.flush import count_deferred, drain
from cms.store.models import Entry
from news.models import NewsIndexPage
from tests import factories
from tests.admin_client import PUBLISH, Office, administrator

pytestmark = pytest.mark.django_db

NUMBER = 2_000 if "PROVE" in os.environ else 120


@pytest.fixture
def section() -> NewsIndexPage:
    factories.site_profile()
    factories.article(title="Първа", categories=[factories.category()])
    factories.many_articles(NUMBER)
    return factories.news_index()


@pytest.fixture
def office() -> Office:
    return Office(administrator())


def rename(office: Office, section: NewsIndexPage, slug: str) -> CaptureQueriesContext:
    """Give the section a new slug, as an editor does; return what it asked of the database."""
    form = office.form(section) | {"slug": slug} | PUBLISH
    with CaptureQueriesContext(connection) as captured:
        answer = office.edit(section, form)
    assert answer.status_code == 302, answer.content.decode()
    return captured


def addresses() -> list[str]:
    """Where the section and what is below it stand."""
    found = Entry.objects.filter(path__startswith="/bg/novini/", live=True)
    return list(found.order_by("path").values_list("path", flat=True))


def failing(client: Client, old: list[str]) -> list[Any]:
    """The addresses that do not lead a reader to a page: the old ones by a redirect."""
    failures: list[Any] = []
    for address in old:
        new = address.replace("/novini/", "/vesti/", 1)
        first, then = client.get(address), client.get(new)
        answers = (first.status_code, first.headers.get("Location"), then.status_code)
        if answers != (301, new, 200):
            failures.append((address, *answers))
    return failures


def test_an_address_fails_while_a_renamed_sections_pages_follow(
    section: NewsIndexPage, office: Office, client: Client
) -> None:
    old = addresses()
    assert len(old) == NUMBER + 3
    rename(office, section, "vesti")
    assert count_deferred() > NUMBER * 2 / 3, "nearly all is left to the background"
    assert failing(client, old) == []
    while drain():
        assert failing(client, [*old[:2], *old[:: 1 + len(old) // 20]]) == []
    assert failing(client, old) == []
    assert list(consistency.find_differences()) == []


def test_a_page_follows_before_those_above_it(section: NewsIndexPage, office: Office) -> None:
    """What follows does so in the order of the addresses."""
    rename(office, section, "vesti")
    factories.settle()
    articles = Entry.objects.filter(type="news", live=True).order_by("sequence")
    paths = list(articles.values_list("path", flat=True))
    assert paths == sorted(paths)


def test_the_editor_is_told_how_much_is_to_follow(section: NewsIndexPage, office: Office) -> None:
    rename(office, section, "vesti")
    seen = [count_deferred()]
    assert f"остават още {seen[0]} страници" in office.client.get("/admin/pages/").content.decode()
    while drain():
        seen.append(count_deferred())
        shown = f"остават още {seen[-1]} страници" in office.client.get("/admin/").content.decode()
        assert shown == (seen[-1] > 0)
    assert seen == sorted(seen, reverse=True)
    assert seen[-1] == 0


def test_a_renaming_asks_more_of_the_database_where_more_is_below(office: Office) -> None:
    """Rows are written in groups of some hundreds: that is all that grows."""
    factories.site_profile()
    factories.many_articles(30)
    few = len(rename(office, factories.news_index(), "vesti"))
    factories.settle()
    factories.many_articles(NUMBER)
    many = len(rename(office, factories.news_index(), "novini"))
    assert many <= few + 2 * NUMBER / 100, f"{few} queries with 30 pages below, {many} with more"
