"""Categories of one name have addresses of their own, as pages do."""

import pytest
from django.test import Client
from django.urls import reverse

from cms.store.flush import publish_transaction
from news.models import NewsCategory
from tests import factories

pytestmark = pytest.mark.django_db

ADD = "wagtailsnippets_news_newscategory:add"


def add(client: Client, title: str, slug: str = "") -> str:
    form = {"title": title, "slug": slug, "summary": "", "action-publish": "x"}
    return client.post(f"{reverse(ADD)}?locale=bg", form, follow=True).content.decode()


def slugs(code: str) -> list[str]:
    found = NewsCategory.objects.filter(locale__language_code=code).order_by("slug")
    return list(found.values_list("slug", flat=True))


def test_second_translation_of_one_title_is_numbered() -> None:
    for title in ("Срещи", "Сбирки", "Събирания"):
        factories.translate(factories.category(title=title), {title: "Gatherings"})
    assert slugs("en") == ["gatherings", "gatherings-2", "gatherings-3"]


def test_second_category_of_one_title_is_numbered(admin: Client) -> None:
    add(admin, "Срещи")
    add(admin, "Срещи")
    assert slugs("bg") == ["sreshti", "sreshti-2"]


def test_a_chosen_slug_that_is_taken_is_refused(admin: Client) -> None:
    add(admin, "Срещи")
    assert "Друга категория вече има този кратък адрес" in add(admin, "Други", slug="sreshti")
    assert slugs("bg") == ["sreshti"]


def test_a_title_without_letters_gets_the_name_of_its_kind(admin: Client) -> None:
    add(admin, "🎉")
    add(admin, "…")
    assert slugs("bg") == ["kategoria-novini", "kategoria-novini-2"]


def test_a_longest_slug_that_was_taken_since_is_numbered() -> None:
    slug = "a" * 255
    for title in ("Срещи", "Сбирки"):
        factories.category(title=title, slug=slug)
    assert set(slugs("bg")) == {slug, f"{slug[:240]}-2"}


def test_a_draft_whose_slug_was_taken_since_is_published() -> None:
    """A scheduled version is published without a form that could refuse it."""
    first = factories.category(title="Срещи")
    first.slug = "sbirki"
    with publish_transaction():
        draft = first.save_revision()
    factories.category(title="Сбирки")
    with publish_transaction():
        draft.publish()
    assert slugs("bg") == ["sbirki", "sbirki-2"]


def test_a_second_site_profile_is_refused(admin: Client) -> None:
    """Its one unique field is in no form either."""
    factories.site_profile()
    address = f"{reverse('wagtailsnippets_home_siteprofile:add')}?locale=bg"
    answer = admin.post(address, {"name": "Друг", "footer": "null", "social-count": "0"})
    assert answer.status_code == 200
    assert "Вече има профил на сайта" in answer.content.decode()
