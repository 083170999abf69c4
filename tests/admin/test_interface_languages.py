"""The back office's languages: which may be chosen, which is the default, and their dates."""

import re
from datetime import date, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import Settings
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput
from wagtail.users.models import UserProfile

from cms.admin.datetime_fields import MomentField
from cms.settings.languages import list_interface_languages
from tests.translation.jobs.steps import person

pytestmark = pytest.mark.once

GERMAN = [("en", "English"), ("de", "Deutsch"), ("bg", "Български")]
# In which Wagtail and Django have texts, and formats of many kinds.
CODES = [
    "ar", "cs", "de", "el", "en", "fi", "fr", "hu", "id-id", "ja", "nl", "pl", "pt-br", "ro", "sr",
    "tr", "zh-hans",
]  # fmt: skip


def page(client: Client, name: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(reverse(name)).content, "html.parser")


def language(client: Client, name: str) -> Any:
    html = page(client, name).find("html")
    assert html
    return html["lang"]


def chosen(client: Client, admin_user: User, code: str) -> Client:
    UserProfile.objects.update_or_create(user=admin_user, defaults={"preferred_language": code})
    client.force_login(admin_user)
    return client


@pytest.fixture
def three(settings: Settings) -> None:
    settings.WAGTAILADMIN_PERMITTED_LANGUAGES = GERMAN


def test_default_language_is_independent_of_the_contents_first(
    settings: Settings, client: Client, admin: Client
) -> None:
    settings.LANGUAGES = [("ja", "日本語"), ("bg", "Български"), ("en", "English")]
    settings.WAGTAIL_CONTENT_LANGUAGES = settings.LANGUAGES
    settings.LANGUAGE_CODE = "ja"
    assert language(Client(), "wagtailadmin_login") == "bg"
    assert language(admin, "wagtailadmin_home") == "bg"


@pytest.mark.usefixtures("three")
def test_default_language_is_the_first_of_the_setting(admin: Client) -> None:
    assert language(Client(), "wagtailadmin_login") == "en"
    assert language(admin, "wagtailadmin_home") == "en"


@pytest.mark.usefixtures("three", "db")
@pytest.mark.parametrize("path", ["/admin/nope/", "/admin/users/", "/admin/pages/999999/edit/"])
def test_refusals_and_missing_screens_are_in_the_persons_language(
    client: Client, path: str
) -> None:
    settled = person("anna", "Преводачи (en)")
    answer = chosen(client, settled, "bg").get(path, follow=True)
    assert re.search("[А-я]{4}", visible(answer))
    answer = chosen(client, settled, "en").get(path, follow=True)
    assert not re.search("[А-я]{4}", visible(answer))


def visible(answer: Any) -> str:
    """Return the messages of a screen, or the words of an error page."""
    html = BeautifulSoup(answer.content, "html.parser")
    found = html.select_one(".messages") or html.select_one("main")
    assert found
    return found.get_text(" ")


@pytest.mark.usefixtures("three")
def test_account_offers_the_languages_of_the_setting(admin: Client) -> None:
    options = page(admin, "wagtailadmin_account").select("[name=locale-preferred_language] option")
    assert [option["value"] for option in options] == ["", "de", "en", "bg"]
    assert options[0].get_text() == "Use server language: English"


@pytest.mark.usefixtures("three")
def test_third_language_shows_wagtails_words_in_it(client: Client, admin_user: User) -> None:
    reader = chosen(client, admin_user, "de")
    assert language(reader, "wagtailadmin_home") == "de"
    assert "Abmelden" in str(page(reader, "wagtailadmin_home"))


def test_language_that_is_no_longer_named_is_the_default(client: Client, admin_user: User) -> None:
    assert language(chosen(client, admin_user, "de"), "wagtailadmin_home") == "bg"


@pytest.mark.parametrize("code", CODES)
def test_date_field_accepts_what_it_shows(code: str) -> None:
    day, moment = (
        date(2026, 5, 3),
        datetime(2026, 5, 3, 14, 7, tzinfo=timezone.get_default_timezone()),
    )
    with translation.override(code):
        days, moments = (
            forms.DateField(widget=AdminDateInput()),
            MomentField(widget=AdminDateTimeInput()),
        )
        shown = moments.widget.format_value(moments.prepare_value(moment))
        assert days.clean(days.widget.format_value(day)) == day
        assert moments.clean(shown) == moment
        assert shown.count("07") == 1, "it shows seconds"
        assert days.clean("2026-05-03") == day


def test_unknown_interface_language_is_refused_with_those_there_are() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"no texts in “la”.*ar, .*bg, .*de"):
        list_interface_languages("bg,la")
