"""Editors, translators and readers of lists see each language's state and the way to it."""

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.translation.jobs.languages import Languages
from news.models import NewsPage
from tests import factories
from tests.admin_client import administrator
from tests.translation.jobs.steps import logged_in, person, send

pytestmark = [pytest.mark.usefixtures("english"), pytest.mark.once]


@pytest.fixture
def editor(db: None) -> Client:
    return logged_in(person("elena", "Редактори (bg)"))


@pytest.fixture
def translator(db: None) -> Client:
    return logged_in(person("maria", "Преводачи (en)"))


def soup(client: Client, route: str, *args: Any) -> BeautifulSoup:
    answer = client.get(reverse(route, args=args))
    assert answer.status_code == 200, answer.status_code
    return BeautifulSoup(answer.content, "html.parser")


def languages(shown: BeautifulSoup) -> list[str]:
    """What the side panel says of each language, in one line."""
    found = shown.select("#translation-languages li")
    return [" ".join(each.get_text(" ").split()) for each in found]


def row(shown: BeautifulSoup, title: str) -> Tag:
    """The languages in the row of a list."""
    cells = shown.select("td.title")
    cell = next(each for each in cells if title in each.get_text())
    found = cell.select_one(".translation-languages")
    assert found, f"no languages are listed of {title}"
    return found


def links(shown: Tag | BeautifulSoup) -> set[str]:
    return {str(each["href"]) for each in shown.select("a")}


def edit(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


@pytest.fixture
def outdated(german: Any) -> tuple[NewsPage, NewsPage]:
    """An article that was changed after its English translation was published."""
    article = factories.article(title="Първа копка")
    target = factories.translate(article, {"Първа копка": "Ground broken"})
    article.title = "Втора копка"
    return factories.publish(article), target


def test_the_editor_says_how_far_each_language_is(editor: Client, outdated: Any) -> None:
    """Wagtail says “No other translations” of those that the editor may not edit."""
    article, target = outdated
    shown = soup(editor, "wagtailadmin_pages:edit", article.pk)
    assert "No other translations" not in str(shown)
    assert "Няма други преводи" not in shown.get_text()
    german, english = sorted(languages(shown))
    assert english.startswith("English остарял Виж")
    assert german.startswith("Deutsch липсва Поискай превод")
    panel = shown.select_one("#translation-languages")
    assert panel
    assert edit(target) not in links(panel)
    assert any(link.endswith("/en/news/ground-broken/") for link in links(panel))


def test_the_way_is_the_editor_for_who_may_edit(outdated: Any) -> None:
    article, target = outdated
    root = logged_in(administrator("root"))
    panel = soup(root, "wagtailadmin_pages:edit", article.pk).select_one("#translation-languages")
    assert panel
    assert edit(target) in links(panel)
    # Who sends need not ask.
    assert not panel.select_one("[data-request]")
    assert any("/submit/page/" in link and "select_locale=de" in link for link in links(panel))


def test_a_snippets_editor_says_it_too(editor: Client) -> None:
    category = factories.category(title="Проекти")
    factories.translate(category, {"Проекти": "Projects"})
    shown = soup(editor, "wagtailsnippets_news_newscategory:edit", category.pk)
    (english,) = languages(shown)
    assert english.startswith("English актуален Виж")


def test_lists_of_pages_say_it(editor: Client, outdated: Any) -> None:
    article, _ = outdated
    shown = soup(editor, "wagtailadmin_explore", article.get_parent().pk)
    found = row(shown, "Втора копка")
    assert "English: остарял" in " ".join(found.get_text().split())
    assert links(found)
    assert not any("/admin/" in link for link in links(found))


def test_lists_of_translations_name_their_own_state(translator: Client, outdated: Any) -> None:
    article, target = outdated
    shown = soup(translator, "wagtailadmin_explore", target.get_parent().pk)
    found = row(shown, "Ground broken")
    text = " ".join(found.get_text().split())
    assert "български: оригинал" in text
    assert "English: остарял" in text
    assert edit(article) not in links(found)


def test_lists_of_snippets_say_it_and_choosers_do_not(editor: Client) -> None:
    factories.translate(factories.category(title="Проекти"), {"Проекти": "Projects"})
    shown = soup(editor, "wagtailsnippets_news_newscategory:list")
    assert "English: актуален" in " ".join(row(shown, "Проекти").get_text().split())
    chooser = editor.get(reverse("wagtailsnippetchoosers_news_newscategory:choose"))
    assert "translation-languages" not in chooser.content.decode()


def test_the_state_of_the_job_stands_beside_it(editor: Client) -> None:
    article = factories.article(title="Първа копка")
    send(logged_in(person("coordinator", "Координатори")), article, "en")
    shown = soup(editor, "wagtailadmin_explore", article.get_parent().pk)
    assert "English: липсва, чака" in " ".join(row(shown, "Първа копка").get_text().split())


def test_an_alias_has_no_languages(editor: Client) -> None:
    page = factories.text_page(factories.home(), title="Текст")
    alias = page.create_alias(update_slug="alias")
    assert Languages([alias], User.objects.get(username="elena")).for_content(alias) == []


def test_a_long_list_takes_no_more_queries(editor: Client) -> None:
    user = User.objects.get(username="elena")

    def queries(pages: list[NewsPage]) -> int:
        user.refresh_from_db()
        with CaptureQueriesContext(connection) as captured:
            found = Languages(pages, user)
            assert all(found.for_content(page) for page in pages)
        return len(captured)

    first = factories.article(title="№ 1")
    factories.translate(first, {})
    few = queries([first])
    more = [factories.article(title=f"№ {number}") for number in range(2, 5)]
    factories.translate(more[0], {})
    assert queries([first, *more]) <= few
