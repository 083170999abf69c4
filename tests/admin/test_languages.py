"""A third language, as an operator adds it and takes it away again."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from wagtail.models import Locale, Page, Workflow
from wagtail.search.models import IndexEntry
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from cms.store.consistency import find_differences
from cms.store.flush import publish_transaction
from cms.store.models import Entry, ListMembership
from cms.translation.jobs.models import Job
from cms.translation.memory.lookup import find_exact_matches
from home.models import HomePage, SiteProfile
from news.models import NewsCategory, NewsIndexPage
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LANGUAGES = [("bg", "Български"), ("en", "English"), ("de", "Deutsch")]
# Numbers that only go up, and what tells by design of what is gone.
HISTORY = {
    "store.Sequence", "store.ListState", "store.Entry", "store.FormerPath", "store.PendingChange",
    "wagtailcore.PageLogEntry", "wagtailcore.ModelLogEntry", "translation_memory.MemoryUnit",
}  # fmt: skip


@pytest.fixture(autouse=True)
def site(settings: Settings) -> None:
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
    call_command("sync_store", verbosity=0)  # The store knows the languages it was made for.
    factories.home()
    factories.site_profile()
    factories.about()
    factories.category(title="Проекти")
    factories.article(title="Новина")


def add(code: str = "de") -> None:
    call_command("add_language", code, verbosity=0)
    factories.settle()


def remove(code: str = "de") -> None:
    call_command("remove_language", code, "--yes", verbosity=0)
    factories.settle()


def contents() -> dict[str, Any]:
    """What each table says, but for history."""
    models = [model for model in apps.get_models() if model._meta.label not in HISTORY]
    return {model._meta.label: _rows(model) for model in models}


# What stands in a list is deleted and comes back with another number; and Wagtail's search keeps of
# each title how long it is beside the average, which moves with what was indexed meanwhile.
NO_CONTENT = {ListMembership: "id", IndexEntry: "title_norm"}


def _rows(model: Any) -> list[str]:
    names = [field.attname for field in model._meta.concrete_fields]
    if model in NO_CONTENT:
        names.remove(NO_CONTENT[model])
    return sorted(map(repr, model._default_manager.values_list(*names)))


def translate_all() -> None:
    """Translate and publish what was sent."""
    jobs = Translation.objects.filter(target_locale__language_code="de").order_by("pk")
    for job in jobs:
        for segment in StringSegment.objects.filter(source=job.source):
            StringTranslation.objects.update_or_create(
                translation_of=segment.string, locale=job.target_locale, context=segment.context,
                defaults={"data": f"de: {segment.string.data}"},
            )  # fmt: skip
        with publish_transaction():
            job.save_target(publish=False)
            job.get_target_instance().get_latest_revision().publish()
    factories.settle()


def public(code: str = "de") -> set[str]:
    return set(Entry.objects.filter(locale=code, live=True).values_list("path", flat=True))


def test_an_added_language_lacks_something() -> None:
    add()
    home = HomePage.objects.get(locale__language_code="de")
    assert (home.slug, home.live) == ("de", False)
    groups = Group.objects.filter(name__endswith="(de)").values_list("name", flat=True)
    assert set(groups) == {"Преводачи (de)", "Проверяващи (de)"}
    assert home.get_workflow().name == "Проверка (de)"
    sent = Job.objects.filter(translation__target_locale__language_code="de")
    sources = {job.translation.source.object_repr for job in sent}
    assert sources == {"Начало", "За нас", "Новини", "Клъстер", "Проекти"}


def test_an_added_language_is_public_before_it_is_translated() -> None:
    add()
    assert public() == set()
    translate_all()
    assert public() == {
        "/de/", "/de/de-za-nas/", "/de/de-novini/", "site:de", "/de/de-novini/category/de-proekti/",
    }  # fmt: skip
    assert list(find_differences()) == []


def test_the_site_leads_to_a_language_before_it_is_public(client: Client) -> None:
    add()
    german = {"Accept-Language": "de"}
    assert "/de/" not in client.get("/bg/novini/novina/").content.decode()
    assert "/de/" not in client.get("/bg/tarsene/").content.decode()
    assert client.get("/", headers=german)["Location"] == "/bg/"
    translate_all()
    # The article was not sent: from it one gets to the home.
    assert 'href="/de/" hreflang="de"' in client.get("/bg/novini/novina/").content.decode()
    assert 'href="/de/search/"' in client.get("/bg/tarsene/").content.decode()
    assert client.get("/", headers=german)["Location"] == "/de/"


def test_adding_it_again_sends_again() -> None:
    add()
    before = contents()
    add()
    assert contents() == before


def test_a_language_of_the_back_office_is_opened_by_the_command(admin: Client) -> None:
    german = LANGUAGES[2][0]
    admin.post(reverse("wagtaillocales:add"), {"language_code": german})
    assert Locale.objects.filter(language_code=german).exists()
    add()
    assert HomePage.objects.filter(locale__language_code=german).exists()
    assert Group.objects.filter(name="Преводачи (de)").exists()


@pytest.mark.parametrize("translated", [False, True])
def test_something_is_left_of_a_language(translated: bool) -> None:
    before = contents()
    add()
    someone = User.objects.create_user("someone")
    someone.groups.set(Group.objects.filter(name__endswith="(de)"))
    if translated:
        translate_all()
    remove()
    someone.delete()
    assert public() == set()
    after = contents()
    left = {name: _new(after[name], before[name]) for name in after if after[name] != before[name]}
    assert left == {}
    assert list(find_differences()) == []


def _new(now: Iterable[str], then: Iterable[str]) -> list[str]:
    return sorted(set(now) ^ set(then))


def test_what_was_translated_is_forgotten() -> None:
    add()
    translate_all()
    remove()
    add()
    assert Page.objects.filter(locale__language_code="de").count() == 3
    assert NewsIndexPage.objects.get(locale__language_code="de").title == "Новини"
    units = apps.get_model("translation_memory.MemoryUnit").objects.filter(target_language="de")
    assert "de: Новини" in units.values_list("translation", flat=True)
    # The translators' editor offers it again.
    key, place = factories.news_index().translation_key, ("title", "Новини")
    (offered,) = find_exact_matches(key, [place], "bg", "de")[place]
    assert offered.translation == "de: Новини"


def test_a_review_that_other_pages_use_is_taken_away() -> None:
    add()
    workflow = Workflow.objects.get(name="Проверка (de)")
    workflow.workflow_pages.create(page=Page.objects.get(slug="za-nas", locale__language_code="bg"))
    remove()
    assert Workflow.objects.filter(name="Проверка (de)").exists()


@pytest.mark.parametrize(
    ("code", "words"),
    [("bg", "is the first of LANGUAGES"), ("xx", "There is no language “xx”, only: bg, en")],
)
def test_what_cannot_be_removed_is_removed(code: str, words: str) -> None:
    before = contents()
    with pytest.raises(CommandError, match=words):
        call_command("remove_language", code, "--yes")
    assert contents() == before


def test_a_language_is_removed_without_a_yes() -> None:
    add()
    with pytest.raises(CommandError, match="de: 3 pages would be deleted"):
        call_command("remove_language", "de")
    assert HomePage.objects.filter(locale__language_code="de").exists()
    assert SiteProfile.objects.filter(locale__language_code="de").exists()
    assert NewsCategory.objects.filter(locale__language_code="de").exists()


def test_the_back_office_names_the_command(admin: Client) -> None:
    add()
    german = Locale.objects.get(language_code="de")
    html = admin.get(reverse("wagtaillocales:delete", args=[german.pk])).content.decode()
    assert "manage.py remove_language de" in html
