"""Whatever a title is written in, by whichever way it comes, there is a slug for it."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from wagtail.models import Locale

from home.models import ContentPage
from news.models import NewsCategory
from tests import admin_client, factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# In Bulgarian pages and in English categories.
TITLES = {
    "🎉": ("tekstova-stranitsa", "news-category"),
    "א ע": ("tekstova-stranitsa-2", "news-category-2"),
    "…": ("tekstova-stranitsa-3", "news-category-3"),
    "שלום עולם": ("slvm-vlm", "slvm-vlm"),
    "Посещение от 中国": ("poseshtenie-ot-zhongguo", "poseshtenie-ot-zhongguo"),
    "中国": ("zhongguo", "zhongguo"),
}


@pytest.fixture
def editor(db: None) -> admin_client.Office:
    return admin_client.Office(admin_client.administrator())


def slugs() -> dict[str, str]:
    return dict(ContentPage.objects.order_by("pk").values_list("draft_title", "slug"))


@pytest.mark.parametrize("typed", ["", "🎉"])
def test_an_editor_may_leave_the_slug_of_any_title_to_the_server(
    typed: str, editor: admin_client.Office
) -> None:
    form = editor.empty_form(ContentPage, factories.home())
    for number, title in enumerate(TITLES):
        action = admin_client.PUBLISH if number % 2 else {}
        answer = editor.create(
            ContentPage, factories.home(), form | {"title": title, "slug": typed} | action
        )
        assert answer.status_code == 302, title
    assert slugs() == {title: slug for title, (slug, _) in TITLES.items()}


def test_a_slug_typed_in_another_alphabet_is_transliterated(editor: admin_client.Office) -> None:
    form = editor.empty_form(ContentPage, factories.home()) | {"title": "Едно", "slug": "Друго"}
    editor.create(ContentPage, factories.home(), form)
    assert slugs() == {"Едно": "drugo"}


def test_an_emptied_slug_follows_the_title(editor: admin_client.Office) -> None:
    page = factories.text_page(factories.home(), title="Едно", slug="drugo")
    editor.edit(page, editor.form(page) | {"slug": ""} | admin_client.PUBLISH)
    page.refresh_from_db()
    assert (page.slug, page.url_path) == ("edno", "/bg/edno/")


def test_a_page_without_a_title_is_asked_for_it_alone(editor: admin_client.Office) -> None:
    form = editor.empty_form(ContentPage, factories.home())
    answer = editor.create(ContentPage, factories.home(), form | {"title": "", "slug": ""})
    assert list(answer.context["form"].errors) == ["title"]


def test_a_category_of_any_title_gets_a_slug(admin: Client) -> None:
    address = f"{reverse('wagtailsnippets_news_newscategory:add')}?locale=en"
    for title in TITLES:
        form = {"title": title, "slug": "🎉", "summary": "", "action-publish": "x"}
        assert admin.post(address, form).status_code == 302, title
    rows = NewsCategory.objects.order_by("pk").values_list("title", "slug")
    assert dict(rows) == {title: slug for title, (_, slug) in TITLES.items()}


def test_a_translation_of_any_title_gets_a_slug() -> None:
    reserved = {"Search": "search-2", "Category": "category-2", "2026": "2026-2"}
    expected = reserved | {"🎉": "page-of-text", "中国": "zhongguo", "א": "page-of-text-2"}
    made = {}
    for title in expected:
        page = factories.text_page(factories.home(), title=f"За {title}")
        translation = factories.translate(page, {f"За {title}": title})
        made[title] = translation.slug
        assert translation.live
        assert translation.url_path == f"/en/{translation.slug}/"
    assert made == expected
    category = factories.category(title="Пир")
    assert factories.translate(category, {"Пир": "🎉"}).slug == "news-category"


@pytest.fixture
def german(settings: Settings) -> Locale:
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = [
        ("bg", "Български"), ("de", "Deutsch"), ("en", "English"),
    ]  # fmt: skip
    return factories.locale("de")


def test_slug_is_made_in_the_language_of_its_page(
    editor: admin_client.Office, german: Locale
) -> None:
    home = factories.translate(factories.home(), {}, code="de")
    form = editor.empty_form(ContentPage, home)
    for title, typed in (("Größe", ""), ("Eins", "Übermaß")):
        answer = editor.create(ContentPage, home, form | {"title": title, "slug": typed})
        assert answer.status_code == 302
    assert slugs() == {"Größe": "groesse", "Eins": "uebermass"}
    screens = {
        "de": reverse("wagtailadmin_pages:add", args=["home", "contentpage", home.pk]),
        "bg": reverse("wagtailadmin_pages:add", args=["home", "contentpage", factories.home().pk]),
    }
    for language, address in screens.items():
        screen = editor.client.get(address).content.decode()
        assert f'data-w-slug-locale-value="{language}"' in screen
    create = reverse(NewsCategory.snippet_viewset.get_url_name("add"))
    screen = editor.client.get(create, {"locale": "de"}).content.decode()
    assert 'data-w-slug-locale-value="de"' in screen


def test_slug_of_a_translation_is_made_in_its_language(german: Locale) -> None:
    category = factories.category(title="Проекти")
    translated = factories.translate(category, {"Проекти": "Größere Vorhaben"}, code="de")
    assert translated.slug == "groessere-vorhaben"
    page = factories.text_page(factories.home(), title="Мярка")
    factories.translate(factories.home(), {}, code="de")
    assert factories.translate(page, {"Мярка": "Maß"}, code="de").slug == "mass"


def test_a_live_page_keeps_a_slug_by_an_older_table(
    editor: admin_client.Office, german: Locale
) -> None:
    home = factories.translate(factories.home(), {}, code="de")
    page = factories.text_page(home, title="Größe", slug="grosse")
    editor.edit(page, editor.form(page) | {"title": "Größen"} | admin_client.PUBLISH)
    page.refresh_from_db()
    assert (page.title, page.slug) == ("Größen", "grosse")
