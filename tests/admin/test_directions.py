"""Forms say the language and the direction of what is written in them (directions.js does it)."""

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from wagtail_localize.models import Translation

from home.models import SiteProfile
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def languages(settings: Settings) -> None:
    named = [("bg", "Български"), ("en", "English"), ("ar", "العربية")]
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = named


def shown(admin: Client, address: str) -> BeautifulSoup:
    response = admin.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def script(html: BeautifulSoup) -> Tag:
    (found,) = html.select("script[src*='backoffice/directions']")
    return found


def test_forms_of_pages_say_their_language(admin: Client) -> None:
    bulgarian = factories.about()
    arabic = factories.translate(bulgarian, {}, "ar")
    # Translated otherwise than by the translators' editor.
    Translation.objects.all().delete()
    for page, lang, direction in ((bulgarian, "bg", "ltr"), (arabic, "ar", "rtl")):
        found = script(shown(admin, reverse("wagtailadmin_pages:edit", args=[page.pk])))
        assert (found["data-lang"], found["data-dir"]) == (lang, direction)


def test_forms_of_snippets_say_their_language(admin: Client) -> None:
    profile = factories.site_profile()
    address = reverse(SiteProfile.snippet_viewset.get_url_name("edit"), args=[profile.pk])
    assert script(shown(admin, address))["data-lang"] == "bg"


def test_forms_without_a_language_say_none(admin: Client) -> None:
    html = shown(admin, reverse("wagtailusers_users:add"))
    assert not html.select("script[src*='backoffice/directions']")


def test_translators_editor_says_both_languages(admin: Client) -> None:
    target = factories.translate(factories.about(), {}, "ar", live=False)
    html = shown(admin, reverse("wagtailadmin_pages:edit", args=[target.pk]))
    data = {name: value for name, value in script(html).attrs.items() if "data-" in name}
    assert data == {
        "data-lang": "ar",
        "data-dir": "rtl",
        "data-source-lang": "bg",
        "data-source-dir": "ltr",
    }


def test_panel_gives_the_translation_and_the_source_their_directions(admin: Client) -> None:
    about = factories.about()
    target = factories.translate(about, {}, "ar")
    about.title = "Кои сме"
    factories.publish(about)
    html = shown(admin, reverse("wagtailadmin_pages:edit", args=[target.pk]))
    (row,) = html.select(".translation-row")
    assert [(each["lang"], each["dir"]) for each in row.select("textarea")] == [("ar", "rtl")]
    sources = row.select(".translation-row__source[lang], .translation-row__source [lang]")
    assert {(each["lang"], each["dir"]) for each in sources} == {("bg", "ltr")}
