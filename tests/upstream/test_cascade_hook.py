"""What Wagtail's hook for translations does not do, so that `cms.translation.cascade` does it.

If one of these tests fails after an upgrade, the hook may be able to replace that code.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail import hooks

from home.models import ContentPage
from tests import factories

pytestmark = [pytest.mark.once, pytest.mark.django_db]
HOOK = "construct_translated_pages_to_cascade_actions"
TITLES = {"Проекти": "Projects", "Архив": "Archive"}


def all_translations(pages: list[Any], action: str) -> dict[Any, Any]:
    return {page: page.get_translations() for page in pages}


@pytest.fixture
def page() -> Iterator[ContentPage]:
    """A page with a translation, beside another one with a translation; the hook returns both."""
    home = factories.home()
    factories.translate(home, {})
    for title in TITLES:
        factories.translate(factories.text_page(home, title=title), TITLES)
    with hooks.register_temporarily(HOOK, all_translations):
        yield ContentPage.objects.get(title="Проекти")


def post(action: str, *pages: ContentPage, **data: str) -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    route = reverse(f"wagtailadmin_pages:{action}", args=[page.pk for page in pages])
    assert client.post(route, data).status_code == 302


def find(title: str) -> ContentPage:
    page: ContentPage = ContentPage.objects.get(title=title)
    return page


def test_translation_below_its_source_s_parent_is_deleted(page: ContentPage) -> None:
    post("delete", page)
    assert not ContentPage.objects.filter(title="Projects").exists()


def test_translation_below_another_parent_is_not_deleted(page: ContentPage) -> None:
    find("Projects").move(find("Archive"), pos="last-child")
    post("delete", page)
    assert find("Projects").live


def test_translation_below_another_parent_is_not_moved(page: ContentPage) -> None:
    elsewhere = factories.text_page(find("Archive").get_parent().specific, title="Elsewhere")
    find("Projects").move(elsewhere, pos="last-child")
    post("move_confirm", page, find("Архив"))
    assert find("Проекти").get_parent().title == "Архив"
    assert find("Projects").get_parent().title == "Elsewhere"


def test_page_below_a_translation_is_unpublished_along(page: ContentPage) -> None:
    factories.text_page(find("Projects"), title="English only")
    post("unpublish", page, include_descendants="on")
    assert not find("English only").live


def test_hook_is_called_before_the_request_is_known(page: ContentPage) -> None:
    calls = []
    record = hooks.register_temporarily(
        [
            (HOOK, lambda pages, action: calls.append("translations")),
            ("before_unpublish_page", lambda request, page: calls.append("request")),
        ]
    )
    with record:
        post("unpublish", page)
    assert calls == ["translations", "request"]
