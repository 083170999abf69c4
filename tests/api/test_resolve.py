"""Resolve: one request tells a front end what to do with any path."""

from typing import Any

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from cms.store.flush import publish_transaction
from cms.store.models import Entry
from tests import factories
from tests.queries import reads_of_the_store

pytestmark = pytest.mark.django_db
ARTICLE = "/bg/novini/parva-kopka/"


def resolve(client: Client, path: str, status: int = 200) -> dict[str, Any]:
    response = client.get("/api/v1/resolve/", {"path": path})
    assert response.status_code == status, response.content.decode()
    answer: dict[str, Any] = response.json()
    return answer


def to(path: str | None, permanent: bool = True, url: str = "") -> dict[str, Any]:
    url = url or f"http://testserver{path}"
    return {"redirect": {"path": path, "url": url, "permanent": permanent}}


def test_a_page_is_not_found_in_its_language(client: Client) -> None:
    page = factories.article()
    factories.translate(factories.home(), {})
    factories.translate(factories.news_index(), {"Новини": "News"})
    factories.translate(page, {"Първа копка": "Breaking ground"})
    for path in (ARTICLE, "/en/news/breaking-ground/"):
        with reads_of_the_store(at_most=1):
            found = resolve(client, path)
        assert found["path"] == path
    assert resolve(client, "/bg/novini/parva-kopka")["path"] == ARTICLE


def test_a_category_is_not_found(client: Client) -> None:
    factories.news_index()
    factories.category()
    assert resolve(client, "/bg/novini/kategoria/proekti/")["type"] == "news_category"


def test_an_old_address_leads_nowhere(client: Client) -> None:
    page = factories.article()
    page.slug = "druga"
    factories.publish(page)
    with reads_of_the_store_or_redirects(at_most=2):
        assert resolve(client, ARTICLE) == to("/bg/novini/druga/")


def test_below_a_renamed_section_an_old_address_leads_nowhere(client: Client) -> None:
    factories.article()
    section = factories.news_index()
    section.slug = "vesti"
    factories.publish(section)
    assert resolve(client, ARTICLE) == to("/bg/vesti/parva-kopka/")


def test_an_operators_redirect_leads_elsewhere(client: Client) -> None:
    page = factories.article()
    with publish_transaction():
        Redirect.objects.create(old_path="/staro", redirect_page=page)
        Redirect.objects.create(
            old_path="/novo", redirect_link="https://example.org/x?y=1", is_permanent=False
        )
        Redirect.objects.create(old_path="/staro?id=7", redirect_link="/bg/")
    with reads_of_the_store_or_redirects(at_most=3):
        assert resolve(client, "/staro/") == to(ARTICLE)
    assert resolve(client, "/staro?id=8") == to(ARTICLE)
    assert resolve(client, "/staro/?id=7") == to("/bg/")
    assert resolve(client, "/novo/") == to(None, False, "https://example.org/x?y=1")


def test_a_redirect_to_what_is_not_public_tells_where_that_is(client: Client) -> None:
    page = factories.article(live=False)
    with publish_transaction():
        Redirect.objects.create(old_path="/staro", redirect_page=page)
    resolve(client, "/staro/", 404)


def test_what_is_gone_is_not_a_410(client: Client) -> None:
    page = factories.article()
    with publish_transaction():
        page.unpublish()
    resolve(client, ARTICLE, 410)


def test_a_restricted_page_is_told(client: Client) -> None:
    page = factories.article(live=False)
    with publish_transaction():
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    factories.publish(page)
    assert not Entry.objects.filter(path=ARTICLE).exists()
    resolve(client, ARTICLE, 404)


@pytest.mark.parametrize(
    "path", ["/bg/nyama/", "/xx/", "/", "/admin/", "/bg/novini/../", "site:bg"]
)
def test_nothing_is_something(client: Client, path: str) -> None:
    factories.site_profile()
    response = client.get("/api/v1/resolve/", {"path": path})
    assert response.status_code in {404, 400}


@pytest.mark.parametrize(
    "path", ["", "bg/novini/", "//example.org/", "https://example.org/bg/", "/\0/"]
)
def test_what_is_no_path_is_not_a_400(client: Client, path: str) -> None:
    resolve(client, path, 400)


def test_a_redirect_has_no_tag_or_hides_what_came_in_its_place(client: Client) -> None:
    page = factories.article()
    page.slug = "druga"
    page = factories.publish(page)
    address = f"/api/v1/resolve/?path={ARTICLE}"
    first = client.get(address)
    known = {"If-None-Match": first["ETag"]}
    assert client.get(address, headers=known).status_code == 304
    page.slug = "treta"
    factories.publish(page)
    assert client.get(address, headers=known).json() == to("/bg/novini/treta/")
    # When it was entered nobody knows: it is compared by its tag alone.
    assert "Last-Modified" not in first
    later = {"If-Modified-Since": "Thu, 01 Jan 2099 09:00:00 GMT"}
    assert client.get(address, headers=later).status_code == 200


def reads_of_the_store_or_redirects(at_most: int) -> Any:
    """Redirects are read where they are, with which page they lead to."""
    also = {"wagtailredirects_redirect", "wagtailcore_page", "wagtailcore_locale"}
    return reads_of_the_store(at_most, also)
