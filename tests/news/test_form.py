"""What the article's form offers."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from wagtail.admin.panels import get_edit_handler

from news.models import NewsPage
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def form(page: NewsPage) -> Any:
    made = get_edit_handler(NewsPage).get_form_class()
    return made(instance=page, for_user=User.objects.create_superuser("editor"))


def test_an_article_offers_the_categories_and_members_of_its_language() -> None:
    factories.home("en")
    bulgarian = factories.category(title="Проекти")
    factories.member()
    factories.translate(factories.members_index(), {})
    factories.translate(bulgarian, {"Проекти": "Projects"})
    offered = form(factories.article()).fields
    assert list(offered["categories"].queryset) == [bulgarian]
    assert [member.locale.language_code for member in offered["members"].queryset] == ["bg"]


def test_a_translation_keeps_what_its_source_chose() -> None:
    factories.home("en")
    category = factories.category(title="Проекти")
    factories.translate(factories.news_index(), {"Новини": "News"})
    article = factories.article(categories=[category])
    translated = factories.translate(article, {"Първа копка": "Groundbreaking"})
    assert category in form(translated).fields["categories"].queryset
