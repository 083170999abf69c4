"""Lists by title have one order: Bulgarian as the CLDR sorts it, on every database."""

import unicodedata
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page

from cms.collation.keys import MAX_LENGTH, make_title_key
from cms.collation.models import TitleKey
from cms.collation.ordering import order_by_title
from cms.collation.signals import get_model_label, get_shown_title
from news.models import NewsCategory
from tests import factories as make
from tests.admin_client import administrator

MIGRATIONS = [
    "cms.collation.migrations.0001_title_keys",
    "news.migrations.0004_title_keys_of_categories",
]
# Digits are compared one by one, as everywhere.
ORDERED = [
    "10 новини", "2 новини", "„Асарел“", "Бизнес", "бизнес план", "ин", "ѝн", "йод", "Ъгъл",
    "юбилеи", "Ярмарки", "Agenda", "«Zagora»",
]  # fmt: skip
WORDS = [
    "ан",
    "Ан",
    "АН",
    "анбал",
    "ан борис",
    "и",
    "ѝ",
    "й",
    "е",
    "ѐ",
    "ъ",
    "ь",
    "ю",
    "a",
    "Z",
    "é",
    "9",
]


def test_cyrillic_comes_before_latin_and_leading_punctuation_does_not_count() -> None:
    assert sorted(set(ORDERED), key=make_title_key) == ORDERED


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_key_does_not_depend_on_composition(form: Any) -> None:
    assert make_title_key(unicodedata.normalize(form, "Йод ѝ ё")) == make_title_key("Йод ѝ ё")


def test_title_of_punctuation_alone_has_a_key() -> None:
    assert make_title_key("„—“") != make_title_key("")


@pytest.mark.once
@given(st.text(max_size=255))
def test_keys_are_bounded(title: str) -> None:
    assert len(make_title_key(title)) <= MAX_LENGTH


@pytest.mark.django_db
def test_order_is_that_of_icu() -> None:
    """PostgreSQL has the CLDR's order of Bulgarian from ICU."""
    if connection.vendor != "postgresql":
        pytest.skip("ICU's order is asked of PostgreSQL")
    with connection.cursor() as cursor:
        cursor.execute('SELECT t FROM unnest(%s::text[]) t ORDER BY t COLLATE "bg-x-icu"', [WORDS])
        assert sorted(WORDS, key=make_title_key) == [row[0] for row in cursor.fetchall()]


def keys_are_right() -> bool:
    """Compare the table of keys with the titles there are."""
    right = {
        (get_model_label(model), row.pk): make_title_key(get_shown_title(row))
        for model in (Page, NewsCategory, apps.get_model("wagtaildocs.Document"))
        for row in model.objects.all()
    }
    kept = TitleKey.objects.exclude(model="wagtailimages.image")
    return {(row.model, row.object_id): bytes(row.key) for row in kept} == right


@pytest.mark.django_db
def test_keys_follow_titles_of_drafts_renamed_and_deleted_things() -> None:
    page = make.article(title="Първа")
    category = make.category(title="Вода")
    document = make.document(title="Отчет")
    assert keys_are_right()
    page.title = "Чернова"
    page.save_revision()
    category.title = "Екология"
    make.publish_snippet(category)
    document.delete()
    target = make.translate(page, {"Чернова": "Draft"}, live=False)
    assert keys_are_right()
    Page.objects.get(pk=target.pk).delete()
    assert keys_are_right()


@pytest.mark.django_db
def test_migrations_keep_the_keys_of_what_is_there() -> None:
    make.category(title="Вода")
    make.document(title="Отчет")
    TitleKey.objects.all().delete()
    for migration in MIGRATIONS:
        import_module(migration).keep_keys(apps, None)
    assert keys_are_right()


@pytest.mark.django_db
def test_categories_have_one_order_everywhere(client: Client) -> None:
    """In the API, in the entries of the news and of an article, in the form and in the lists."""
    for title in reversed(ORDERED):
        make.category(title=title)
    page = make.article(categories=list(NewsCategory.objects.all()))
    listed = client.get("/api/v1/news/categories/", {"locale": "bg", "limit": "100"}).json()
    entries = [
        client.get("/api/v1/resolve/", {"path": path}).json()
        for path in (make.news_index().url_path, page.url_path)
    ]
    lists = [listed["results"], *(entry["categories"] for entry in entries)]
    for cards in lists:
        assert [card["title"] for card in cards] == ORDERED
    office = Client()
    office.force_login(administrator())
    form = office.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).context["form"]
    assert [str(each) for each in form.fields["categories"].queryset] == ORDERED
    chooser = office.get(
        reverse(NewsCategory.snippet_viewset.chooser_viewset.get_url_name("choose"))
    )
    assert [str(each) for each in chooser.context["results"]] == ORDERED[:10]


@pytest.mark.django_db
def test_categories_of_an_article_are_in_the_order_of_its_language(client: Client) -> None:
    water, ecology = make.category(title="Вода"), make.category(title="Екология")
    make.translate(make.home(), {})
    make.translate(make.news_index(), {})
    for category, english in ((water, "Water"), (ecology, "Ecology")):
        make.translate(category, {category.title: english})
    article = make.article(categories=[water, ecology])
    page = make.translate(article, {})

    def titles(path: str) -> list[str]:
        entry = client.get("/api/v1/resolve/", {"path": path}).json()
        return [card["title"] for card in entry["categories"]]

    assert titles(article.url_path) == ["Вода", "Екология"]
    assert titles(page.url_path) == ["Ecology", "Water"]
    renamed = NewsCategory.objects.get(locale__language_code="en", title="Ecology")
    renamed.title = "Zero emissions"
    make.publish_snippet(renamed)
    assert titles(page.url_path) == ["Water", "Zero emissions"]
    assert titles(article.url_path) == ["Вода", "Екология"]


@pytest.mark.django_db
def test_pages_and_files_have_the_same_order_in_the_back_office(client: Client) -> None:
    parent = make.text_page(make.home(), title="Раздел")
    for number, title in enumerate(reversed(ORDERED)):
        make.text_page(parent, title=title, slug=f"page-{number}")
        make.document(title=title)
    listed = client.get(
        "/api/v1/pages/", {"parent": parent.url_path, "order": "title", "limit": 100}
    ).json()
    assert [row["title"] for row in listed["results"]] == ORDERED
    office = Client()
    office.force_login(administrator())
    explorer = reverse("wagtailadmin_explore", args=[parent.pk])
    for address in (explorer, reverse("wagtaildocs:index")):
        for ordering, expected in [("title", ORDERED), ("-title", ORDERED[::-1])]:
            shown = office.get(address, {"ordering": ordering}).context["object_list"]
            assert [row.title for row in shown] == expected, address
    found = office.get(
        reverse("wagtailadmin_pages:search"), {"q": "новини", "ordering": "title"}
    ).context["pages"]
    assert [row.title for row in found] == [*ORDERED[:2], "Новини"]


@pytest.mark.django_db
def test_sorting_costs_no_query_of_its_own(django_assert_num_queries: Any) -> None:
    make.article()
    with django_assert_num_queries(1):
        list(Page.objects.order_by(*order_by_title(Page)))
