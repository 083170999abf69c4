"""No page is copied, aliased or moved below a page of another language, by any route."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Page

from cms.store.flush import publish_transaction
from home.models import ContentPage
from tests import factories
from tests.admin_client import administrator

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def source() -> ContentPage:
    factories.home("en")
    page = factories.text_page(factories.home(), title="Копие")
    factories.text_page(page, title="Долу")
    return page


def pages_below_english() -> int:
    return int(factories.home("en").get_descendants().count())


@pytest.mark.parametrize(
    "boxes",
    [{}, {"publish_copies": "on"}, {"alias": "on"}, {"alias": "on", "copy_subpages": "on"}],
    ids=["copy", "published copy", "alias", "alias of all"],
)
def test_copy_view_refuses_another_language(
    source: ContentPage, client: Client, boxes: dict[str, str]
) -> None:
    client.force_login(administrator())
    form = {"new_title": "Копие", "new_slug": "kopie", "new_parent_page": factories.home("en").pk}
    address = reverse("wagtailadmin_pages:copy", args=[source.pk])
    answer = client.post(address, form | boxes)
    assert answer.status_code == 200, "the form is not shown again"
    assert pages_below_english() == 0
    assert client.get("/en/kopie/").status_code == 404
    same_language = form | {"new_parent_page": factories.home().pk, "new_slug": "vtoro"}
    assert client.post(address, same_language | boxes).status_code == 302
    assert Page.objects.filter(slug="vtoro").exists()


@pytest.mark.parametrize("user", [None, "admin"])
def test_program_that_copies_into_another_language_is_refused(
    source: ContentPage, user: str | None
) -> None:
    english, who = factories.home("en"), administrator(user) if user else None
    foreign = ContentPage(title="Чуждо", locale=source.locale)
    skip = {"skip_permission_checks": True}
    acts: dict[str, Callable[[Any], Any]] = {
        "copy": lambda to: CopyPageAction(source, to=to, user=who).execute(**skip),
        "copy all": lambda to: source.copy(to=to, recursive=True),
        "alias": lambda to: CreatePageAliasAction(source, parent=to, user=who).execute(**skip),
        "alias of all": lambda to: source.create_alias(parent=to, recursive=True),
        "move": lambda to: MovePageAction(source, to, pos="last-child", user=who).execute(**skip),
        "move first": lambda to: source.move(to, pos="first-child"),
        "add": lambda to: to.add_child(instance=foreign),
    }
    for act in acts.values():
        with pytest.raises(ValidationError), publish_transaction():
            act(Page.objects.get(pk=english.pk))
    assert pages_below_english() == 0


def test_translation_is_still_made_below_its_own_language(source: ContentPage) -> None:
    factories.translate(factories.home(), {})
    target = factories.translate(source, {"Копие": "Copy"})
    assert target.url_path == "/en/copy/"
