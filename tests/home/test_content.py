"""The cluster's own content, as it is loaded into an empty installation."""

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker
from wagtail.models import Page

from cms.operations import prepare_steps
from cms.operations.initial_content import loading
from cms.store.flush import publish_transaction
from cms.store.models import Entry, Sequence
from home.models import HomePage
from tests import sections
from tests.transient import standing

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.xdist_group("content")]
# The public id of every page by its path. It changes for nobody, ever: feed readers know it.
IDS = json.loads((Path(__file__).parent / "ids.json").read_text())


@pytest.fixture(scope="module")
def content(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Loaded once for all tests here, each of which undoes what it does to it."""
    with standing(django_db_blocker, sections.replace_by_content):
        yield


def whole(path: str) -> dict[str, Any]:
    return json.loads(Entry.objects.get(path=path, live=True).full_json)


def test_every_installation_has_the_same_ids_and_paths(content: None) -> None:
    found = Entry.objects.filter(live=True).values_list("path", "pk")
    assert {path: str(pk) for path, pk in found} == IDS


def test_loading_again_changes_nothing_and_undoes_no_edit(content: None) -> None:
    page = Page.objects.get(url_path="/bg/za-nas/").specific
    page.summary = "Редактирано"
    page.save_revision().publish()
    loading.load_content(lambda line: None)
    number = Sequence.objects.get().number
    assert loading.load_content(lambda line: None) == 0
    assert Sequence.objects.get().number == number
    assert whole("/bg/za-nas/")["summary"] == "Редактирано"


def test_everything_is_translated_and_current(content: None) -> None:
    states = {
        json.loads(text)["translation"]["state"]
        for text in Entry.objects.filter(locale="en").values_list("full_json", flat=True)
    }
    assert states == {"current"}


def skeleton(value: Any) -> Any:
    """What a translation has in common with its source: fields, blocks, their ids and types, which
    of them are empty, and whatever is no text."""
    if isinstance(value, dict):
        kept = {name: value[name] for name in ("type", "kind") if name in value}
        if {"type", "id", "value"} <= value.keys():
            kept["id"] = value["id"]
        return {name: skeleton(part) for name, part in value.items()} | kept
    if isinstance(value, list):
        return [skeleton(part) for part in value]
    return bool(value) if isinstance(value, str) else value


def test_each_translation_has_the_structure_of_its_source(content: None) -> None:
    # What is said of the languages differs by its nature.
    own = {"translation", "translations", "updated_at"}
    pages = [json.loads(text) for text in Entry.objects.values_list("full_json", flat=True)]
    english = {page["translation"]["source_id"]: page for page in pages if page["locale"] == "en"}
    sources = {page["id"]: page for page in pages if page["locale"] == "bg"}
    assert english.keys() == sources.keys()
    for identity, source in sources.items():
        there = {name: part for name, part in english[identity].items() if name not in own}
        here = {name: part for name, part in source.items() if name not in own}
        assert skeleton(there) == skeleton(here), source["path"]
    assert len(whole("/en/")["sections"]) == 3


def lose_the_sections(**saved_by: Any) -> None:
    """Publish the English home without its sections, as earlier versions loaded it."""
    home = HomePage.objects.get(locale__language_code="en")
    home.sections = []
    with publish_transaction():
        home.save_revision(**saved_by).publish()
    assert whole("/en/")["sections"] == []


def test_sections_that_loading_lost_are_restored_at_the_next_start(content: None) -> None:
    lose_the_sections()
    prepare_steps.load_initial_content(StringIO())
    assert skeleton(whole("/en/")["sections"]) == skeleton(whole("/bg/")["sections"])
    number = Sequence.objects.get().number
    assert prepare_steps.load_initial_content(StringIO()) == "already there"
    assert Sequence.objects.get().number == number


def test_sections_that_an_editor_removed_stay_removed(
    content: None, django_user_model: Any
) -> None:
    lose_the_sections(user=django_user_model.objects.create_user("editor"))
    prepare_steps.load_initial_content(StringIO())
    assert whole("/en/")["sections"] == []


def test_everything_is_dated_to_the_day_of_entry(content: None) -> None:
    for text in Entry.objects.values_list("full_json", flat=True):
        entry = json.loads(text)
        assert entry["published_at"] == "2026-01-15T09:00:00+02:00"
        assert entry["updated_at"].startswith("2026-01-15T09:")
    articles = Entry.objects.filter(type="news").values_list("updated_at", flat=True)
    assert len(set(articles)) == len(articles) / 2, "readers tell what changed by the second"


def test_about_has_its_four_paragraphs(content: None) -> None:
    (block,) = whole("/bg/za-nas/")["body"]
    assert block["value"].count("<p>") == 4
    assert "„Дънди Прешъс Металс Челопеч“ ЕАД и „Геотехмин“ ООД" in block["value"]


@pytest.mark.parametrize("locale", ["bg", "en"])
def test_the_21_members_stand_in_the_order_of_the_list(
    content: None, client: Any, locale: str
) -> None:
    listed = client.get(f"/api/v1/members/?locale={locale}&limit=100").json()["results"]
    assert len(listed) == 21
    assert [member["founder"] for member in listed] == [True] * 5 + [False] * 16
    assert listed[0]["legal_name"] == {"bg": "„Асарел – Медет“ АД", "en": "Asarel-Medet AD"}[locale]
    assert sum(member["kind"] == "local_government" for member in listed) == 9


def test_the_three_articles_stand_in_the_order_of_the_text(content: None, client: Any) -> None:
    listed = client.get("/api/v1/news/?locale=bg").json()["results"]
    assert [article["title"] for article in listed] == [
        "Първа копка за ремонт на Златишкия проход",
        "„Средногорие танцува 2014“",
        "Заключителна конференция по проект „RIVERS“",
    ]
    assert [article["categories"][0]["title"] for article in listed] == [
        "Инфраструктура",
        "Събития",
        "Проекти",
    ]
