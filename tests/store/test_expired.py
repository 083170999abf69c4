"""What is published with an hour of expiry that has passed is public at no moment."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import APIToken, PageViewRestriction

from cms.store import consistency, scheduled_publishing
from cms.store.flush import publish_transaction
from home.models import ContentPage
from tests import factories
from tests.admin_client import administrator
from tests.store.operations import committing
from tests.stored import at

pytestmark = pytest.mark.django_db

PATH = "/bg/iztekla/"


def past() -> Any:
    return timezone.now() - timedelta(minutes=1)


def draft() -> ContentPage:
    """A draft whose hour of expiry passed while it waited."""
    page = ContentPage(title="Изтекла", expire_at=past())
    return factories.child(factories.home(), page, live=False)


def publish_by_a_program(page: ContentPage) -> None:
    with publish_transaction():
        page.get_latest_revision().publish()


def save_plainly(page: ContentPage) -> None:
    page.live = True
    with publish_transaction():
        page.save()


def publish_in_bulk(page: ContentPage) -> None:
    client = Client()
    client.force_login(administrator())
    with committing():
        answer = client.post(
            f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}&next=/admin/", follow=True
        )
    assert "срокът ѝ е изтекъл" in answer.content.decode()


def publish_by_schedule(page: ContentPage) -> None:
    revision = page.get_latest_revision()
    revision.approved_go_live_at = past() - timedelta(hours=1)
    revision.save()
    for each in scheduled_publishing._query_due():
        scheduled_publishing._attempt("", scheduled_publishing._publish, each.pk)


WAYS: dict[str, Callable[[ContentPage], None]] = {
    act.__name__: act
    for act in (publish_by_a_program, save_plainly, publish_in_bulk, publish_by_schedule)
}


@pytest.mark.parametrize("way", WAYS)
def test_expired_page_is_never_public(way: str, client: Client) -> None:
    page = draft()
    WAYS[way](page)
    assert ContentPage.objects.get(pk=page.pk).live, "it was not published at all"
    assert at(PATH) is None
    assert client.get(PATH).status_code == 404
    assert client.get("/api/v1/resolve/", {"path": PATH}).status_code == 404
    assert list(consistency.find_differences()) == []
    scheduled_publishing.publish_due()
    page.refresh_from_db()
    assert (page.live, page.expired) == (False, True)


def test_expired_page_that_is_published_by_token_is_never_public(
    client: Client, settings: Any
) -> None:
    settings.ROOT_URLCONF = "tests.admin.write_api_urls"
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "cms.admin.write_api.WritingMiddleware"]
    page = draft()
    _, token = APIToken.create_token(user=administrator(), name="test")
    answer = client.post(
        f"/api/write/pages/{page.pk}/actions/publish/",
        headers={"Authorization": f"Bearer {token}", "If-Match": "*"},
    )
    assert answer.status_code == 200, answer.content
    assert client.get(PATH).status_code == 404


def test_live_page_that_is_published_anew_after_its_expiry_is_gone(client: Client) -> None:
    page = factories.text_page(factories.home(), title="Изтекла")
    assert client.get(PATH).status_code == 200
    page.expire_at = past()
    factories.publish(page)
    assert client.get(PATH).status_code == 410


def test_expired_restricted_page_is_shown_to_nobody(client: Client) -> None:
    page = factories.text_page(factories.home(), title="Изтекла")
    with publish_transaction():
        page.view_restrictions.create(restriction_type=PageViewRestriction.LOGIN)
    client.force_login(administrator())
    assert client.get(PATH).status_code == 200
    ContentPage.objects.filter(pk=page.pk).update(expire_at=past())
    assert client.get(PATH).status_code == 410


def test_translation_of_an_expired_source_is_never_public(client: Client) -> None:
    factories.translate(factories.home(), {})
    page = factories.text_page(factories.home(), title="Изтекла")
    target = factories.translate(page, {"Изтекла": "Expired"}, live=False)
    ContentPage.objects.filter(pk=page.pk).update(expire_at=past())
    factories.publish(target.get_latest_revision_as_object())
    assert client.get("/en/expired/").status_code == 404


def test_expired_snippets_are_never_public(client: Client) -> None:
    factories.news_index()
    factories.category(title="Изтекла", expire_at=past())
    factories.site_profile(expire_at=past())
    assert client.get("/bg/novini/kategoria/iztekla/").status_code == 404
    assert at("site:bg") is None
    assert list(consistency.find_differences()) == []
