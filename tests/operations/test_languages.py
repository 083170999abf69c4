"""What `manage.py prepare` and the commands do when `LANGUAGES` changes."""

import json
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django.fixtures import Settings
from wagtail.models import GroupPagePermission, Locale, Page, Site

from cms.operations import prepare_steps
from cms.operations.initial_content import members, news
from cms.operations.languages import homes_by_code
from cms.settings.languages import read_languages
from cms.store import build_version
from cms.store.models import Entry
from cms.translation.jobs.models import Job
from home.models import HomePage, SiteProfile
from news.models import NewsPage
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]


class Operator:
    """Starts the installation with some languages."""

    def __init__(self, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
        self.settings, self.monkeypatch = settings, monkeypatch

    def names(self, codes: str) -> None:
        """Set `LANGUAGES` as a process finds it at its start."""
        found = read_languages(codes)
        self.settings.LANGUAGES = self.settings.WAGTAIL_CONTENT_LANGUAGES = found
        self.settings.LANGUAGE_CODE = found[0][0]
        self.monkeypatch.setattr(build_version, "SITE_AT_START", build_version.describe_site())

    def prepares(self, codes: str) -> str:
        """Do the steps of `prepare` that languages decide about; return what the first said."""
        self.names(codes)
        said = prepare_steps.prepare_languages()
        prepare_steps.update_store(StringIO())
        prepare_steps.load_initial_content(StringIO())
        return said


@pytest.fixture
def operator(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Operator:
    """With little content to load."""
    monkeypatch.setattr(members, "MEMBERS", members.MEMBERS[:1])
    monkeypatch.setattr(news, "ARTICLES", news.ARTICLES[:1])
    return Operator(settings, monkeypatch)


@pytest.fixture
def bulgarian(operator: Operator) -> Operator:
    """An installation with Bulgarian content, partly in English."""
    operator.names("bg,en")
    factories.translate(factories.home(), {})
    factories.site_profile()
    factories.article(title="Новина")
    return operator


def translation(page: Any) -> dict[str, Any]:
    """What a page's entry says of how it is translated."""
    entry = Entry.objects.get(path=page.url_path, live=True)
    said: dict[str, Any] = json.loads(entry.full_json)["translation"]
    return said


def groups(code: str) -> set[str]:
    names = Group.objects.filter(name__endswith=f"({code})").values_list("name", flat=True)
    return {name.partition(" ")[0] for name in names}


# A fresh database


@pytest.mark.usefixtures("no_sections")
def test_empty_database_gets_english_source_when_english_is_first(operator: Operator) -> None:
    operator.prepares("en,bg")
    article = NewsPage.objects.filter(locale__language_code="en").first()
    assert article
    assert translation(article)["state"] == "source"
    said = translation(article.get_translation(Locale.objects.get(language_code="bg")))
    assert (said["state"], said["source_locale"]) == ("current", "en")
    assert groups("en") == {"Редактори", "Проверяващи", "Преводачи"}
    assert groups("bg") >= {"Проверяващи", "Преводачи"}


@pytest.mark.usefixtures("no_sections")
def test_empty_database_in_a_language_without_seed_gets_home_and_profile(
    operator: Operator,
) -> None:
    operator.prepares("de")
    assert list(homes_by_code()) == ["de"]
    assert Site.objects.get().root_page.slug == "de"
    assert Entry.objects.get(path="/de/").live
    assert SiteProfile.objects.get().locale.language_code == "de"
    assert groups("de") == {"Редактори", "Проверяващи", "Преводачи"}
    assert groups("bg") == groups("en") == set()
    assert operator.prepares("de") == "de"
    assert HomePage.objects.count() == 1


@pytest.mark.usefixtures("no_sections")
def test_content_is_not_loaded_into_a_translation(operator: Operator) -> None:
    operator.prepares("de")
    operator.prepares("de,bg")
    call_command("add_language", "bg", stdout=StringIO())
    said = StringIO()
    call_command("load_content", stdout=said)
    assert "Nothing is loaded" in said.getvalue()


@pytest.mark.usefixtures("no_sections")
def test_first_language_without_seed_is_sent_the_seed_of_others(operator: Operator) -> None:
    operator.prepares("ja,bg")
    sent = Job.objects.filter(translation__target_locale__language_code="ja")
    sources = {job.translation.source.object_repr for job in sent}
    assert {"Новини", "Членове"} <= sources
    assert groups("ja") == {"Редактори", "Проверяващи", "Преводачи"}
    number = sent.count()
    operator.prepares("ja,bg")
    assert sent.count() == number


@pytest.mark.usefixtures("no_sections")
def test_unused_language_of_an_empty_database_is_removed(operator: Operator) -> None:
    operator.prepares("bg")
    assert list(homes_by_code()) == ["bg"]
    assert not Page.objects.filter(locale__language_code="en").exists()
    operator.names("bg,en")
    said = StringIO()
    prepare_steps.update_store(StringIO())
    call_command("load_content", stdout=said)
    assert "each in bg" in said.getvalue()


# A database with content


def test_first_language_that_was_never_opened_is_refused(bulgarian: Operator) -> None:
    with pytest.raises(CommandError, match=r"LANGUAGES=bg,en,ja.*add_language ja"):
        bulgarian.prepares("ja,bg,en")
    assert not Locale.objects.filter(language_code="ja").exists()


def test_languages_without_a_public_home_are_refused(bulgarian: Operator) -> None:
    bulgarian.prepares("bg,en,de")
    call_command("add_language", "de", stdout=StringIO())
    with pytest.raises(CommandError, match="nothing would be public"):
        bulgarian.prepares("de")


def test_a_home_that_is_unpublished_later_is_not_refused(bulgarian: Operator) -> None:
    bulgarian.prepares("bg,en")
    HomePage.objects.get(slug="bg").unpublish()
    HomePage.objects.get(slug="en").unpublish()
    assert bulgarian.prepares("bg,en") == "bg, en"


def test_changed_first_language_gets_editors_and_coordinators(bulgarian: Operator) -> None:
    assert "Редактори" not in groups("en")
    bulgarian.prepares("en,bg")
    assert groups("en") == {"Редактори", "Проверяващи", "Преводачи"}
    assert "Редактори" in groups("bg")
    rights = GroupPagePermission.objects.filter(group__name="Координатори")
    assert set(rights.values_list("page__slug", flat=True)) == {"bg", "en"}


def test_left_out_language_is_named_with_its_pages(bulgarian: Operator) -> None:
    assert "left out of LANGUAGES, so not public: en (1 pages)" in bulgarian.prepares("bg")


def test_language_that_is_not_opened_is_named_with_its_command(bulgarian: Operator) -> None:
    assert "not opened yet: de (`manage.py add_language de`)" in bulgarian.prepares("bg,en,de")


@pytest.mark.parametrize("codes", ["ja,bg,en", "ja", "bg"])
@pytest.mark.parametrize(
    "command",
    ["add_language ja", "add_language bg", "remove_language ja", "load_content", "sync_store"],
)
def test_command_with_other_languages_ends_in_words(
    bulgarian: Operator, codes: str, command: str
) -> None:
    bulgarian.prepares("bg,en")
    bulgarian.names(codes)
    name, *arguments = command.split()
    with pytest.raises(CommandError):
        call_command(name, *arguments, stdout=StringIO())


def test_language_cannot_be_opened_from_a_source_that_is_left_out(bulgarian: Operator) -> None:
    bulgarian.prepares("en,de")
    with pytest.raises(CommandError, match="translated from “bg”, which LANGUAGES leaves out"):
        call_command("add_language", "de", stdout=StringIO())


def test_source_language_is_not_removed(bulgarian: Operator) -> None:
    bulgarian.prepares("en,bg")
    with pytest.raises(CommandError, match="“bg” is the language that the content is written in"):
        call_command("remove_language", "bg", "--yes", stdout=StringIO())
