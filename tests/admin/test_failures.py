"""A page that cannot be projected is named to the people who may edit it."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail.users.models import UserProfile

from cms.content.serializers import base
from cms.store.flush import publish_transaction
from home.models import SiteProfile
from news.models import NewsPage
from tests import factories
from tests.admin_client import PUBLISH, Office, edit_address, known_version

pytestmark = [pytest.mark.django_db, pytest.mark.once]

WORDS = "could not be shown on the site"


def person(name: str, *groups: str, **fields: Any) -> Office:
    """Somebody of these groups, who reads English."""
    user = User.objects.create_user(name, f"{name}@example.com", "x", **fields)
    user.groups.add(*Group.objects.filter(name__in=groups))
    UserProfile.objects.create(user=user, preferred_language="en")
    return Office(user)


@pytest.fixture
def editor() -> Office:
    return person("editor", is_superuser=True)


@pytest.fixture
def stumbling(monkeypatch: pytest.MonkeyPatch) -> None:
    """The serializer cannot make an entry of what is called “Развалена”."""
    serialize = base.serialize_own_content

    def stumble(page: Any) -> Any:
        if "Развалена" in str(page):
            raise ZeroDivisionError
        return serialize(page)

    monkeypatch.setattr(base, "serialize_own_content", stumble)


@pytest.fixture
def failed(stumbling: None) -> NewsPage:
    page = factories.article()
    page.title = "Развалена"
    with publish_transaction():
        page.save_revision().publish()
    return NewsPage.objects.get(pk=page.pk)


def home_screen(who: Office) -> str:
    return str(who.client.get(reverse("wagtailadmin_home")).content.decode())


def test_publisher_is_told_that_the_page_failed(editor: Office, stumbling: None) -> None:
    page = factories.article()
    form = editor.form(page) | {"title": "Развалена"} | known_version(page) | PUBLISH
    answer = editor.edit(page, form)
    assert answer.status_code == 302
    (told,) = [str(each) for each in get_messages(answer.wsgi_request) if WORDS in str(each)]
    assert "“Развалена”" in told


def test_publisher_of_another_page_is_told_nothing(editor: Office, failed: NewsPage) -> None:
    page = factories.text_page(factories.home())
    answer = editor.edit(page, editor.form(page) | known_version(page) | PUBLISH)
    assert answer.status_code == 302
    assert not [each for each in get_messages(answer.wsgi_request) if WORDS in str(each)]


def test_editor_shows_that_the_page_failed(editor: Office, failed: NewsPage) -> None:
    assert WORDS in editor.client.get(edit_address(failed)).content.decode()
    other = factories.text_page(factories.home())
    assert WORDS not in editor.client.get(edit_address(other)).content.decode()


def test_translators_editor_shows_that_the_page_failed(editor: Office, stumbling: None) -> None:
    for each in (factories.home(), factories.news_index()):
        factories.translate(each, {})
    source = factories.article()
    target = factories.translate(source, {"Първа копка": "Развалена"})
    assert WORDS in editor.client.get(edit_address(target)).content.decode()


def test_home_screen_lists_what_failed(editor: Office, failed: NewsPage) -> None:
    screen = home_screen(editor)
    assert WORDS in screen
    assert "“Развалена”" in screen
    assert edit_address(failed) in screen


def test_home_screen_names_only_what_the_person_may_edit(failed: NewsPage) -> None:
    assert WORDS in home_screen(person("bulgarian", "Редактори (bg)"))
    screen = home_screen(person("translator", "Преводачи (en)"))
    assert WORDS not in screen
    assert "Развалена" not in screen


def test_failed_snippet_is_named_too(editor: Office, stumbling: None) -> None:
    profile = factories.site_profile(name="Развалена")
    assert isinstance(profile, SiteProfile)
    screen = home_screen(editor)
    assert "“Развалена”" in screen
    assert edit_address(profile) in screen
    assert WORDS in editor.client.get(edit_address(profile)).content.decode()


def test_home_screen_says_nothing_when_nothing_failed(editor: Office) -> None:
    factories.article()
    assert WORDS not in home_screen(editor)
