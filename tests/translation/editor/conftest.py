"""A translator of English at work on a page."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from pytest_django import DjangoDbBlocker
from wagtail.users.models import UserProfile

from home.models import AboutPage
from tests import factories
from tests.transient import standing
from tests.translation.editor.editor_page import Desk

BODY = [
    (
        "text",
        "<p>Клъстерът обединява двадесет фирми от Средногорието.</p>"
        "<p>Седалището му е в <b>Панагюрище</b>.</p>",
    )
]
TEXTS = {
    "За нас": "About us",
    "Кратко": "In short",
    BODY[0][1].split("</p>")[0][3:]: "The cluster unites twenty companies of Srednogorie.",
    "Седалището му е в <b>Панагюрище</b>.": "Its seat is in <b>Panagyurishte</b>.",
}


def translated_page() -> AboutPage:
    page: AboutPage = factories.about(summary="Кратко", body=BODY)
    factories.translate(page, TEXTS, live=False)
    return page


@pytest.fixture(scope="module")
def standing_page(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[AboutPage]:
    with standing(django_db_blocker, translated_page) as page:
        yield page


@pytest.fixture
def page(standing_page: AboutPage, db: None) -> AboutPage:
    """A page in Bulgarian, translated into English to its end."""
    return AboutPage.objects.get(pk=standing_page.pk)


@pytest.fixture
def person(db: None) -> Callable[..., Any]:
    """Makes somebody of a group who reads Bulgarian."""

    def make(name: str, group: str = "Преводачи (en)") -> Any:
        user = get_user_model().objects.create_user(name, first_name=name.title())
        user.groups.set(Group.objects.filter(name=group))
        profile = UserProfile.get_for_user(user)
        profile.preferred_language = "bg"
        profile.save()
        return user

    return make


@pytest.fixture
def desk(page: AboutPage, person: Callable[..., Any]) -> Desk:
    """A translator's."""
    return Desk.of(person("maria"), page)


@pytest.fixture
def desk_of(page: AboutPage, person: Callable[..., Any]) -> Callable[..., Desk]:
    return lambda name, group="Преводачи (en)": Desk.of(person(name, group), page)
