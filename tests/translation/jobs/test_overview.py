"""The list of all translations: who sees what; filtered, sorted and exported, in few queries."""

import csv
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from cms.translation.jobs.models import Job, Progress
from cms.translation.jobs.submission import send_next_page
from news.models import NewsPage
from tests import factories
from tests.transient import standing
from tests.translation.jobs.conftest import Desk, open_desk
from tests.translation.jobs.steps import logged_in, person, publish_translation, send
from tests.translation.jobs.steps import translate as type_in

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/localize/reports/translations/"


def shown(client: Client, **query: Any) -> list[list[str]]:
    """The table's rows, as texts."""
    answer = client.get(ADDRESS, query)
    assert answer.status_code == 200
    html = BeautifulSoup(answer.content, "html.parser")
    rows = [row.select("td") for row in html.select("#listing-results tbody tr")]
    return [[" ".join(cell.get_text().split()) for cell in row] for row in rows if row]


def titles(client: Client, **query: Any) -> list[str]:
    return [row[0] for row in shown(client, **query)]


@pytest.fixture(scope="module", autouse=True)
def course(
    english_sections: None, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Desk]:
    with standing(django_db_blocker, translate_articles) as desk:
        yield desk


def translate_articles() -> Desk:
    """One article waits and is late, one is in work, one is done, one was never sent."""
    desk = open_desk()
    news = {name: factories.article(title=name) for name in ("Чака", "В работа", "Готова", "Нова")}
    for name in ("Чака", "В работа", "Готова"):
        send(desk.client, news[name], "en", assignee_en=desk.anna.pk)
    late = timezone.localdate() - timedelta(days=2)
    Job.objects.filter(translation__source__object_repr="Чака").update(due=late, assignee=None)
    for name in ("В работа", "Готова"):
        type_in(news[name], "title", name)
    publish_translation(news["Готова"])
    return desk


def test_a_row_says_something_else(course: Desk) -> None:
    late = timezone.localdate() - timedelta(days=2)
    told = {row[0]: row[1:] for row in shown(course.client)}
    assert told["Чака"][:5] == ["English", "липсва", "чака", "1", ""]
    assert f"{late:%d.%m.%Y}" in told["Чака"][5]
    assert "просрочена" in told["Чака"][5]
    assert told["В работа"] == ["English", "липсва", "в работа", "0", "anna", ""]
    assert told["Готова"] == ["English", "актуален", "готова", "0", "anna", ""]
    assert told["Нова"] == ["English", "липсва", "", "1", "", ""]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"state": "current"}, ["Готова", "Начало", "Новини"]),
        ({"job_state": "waiting"}, ["Чака"]),
        ({"job_state": "done"}, ["Готова"]),
        ({"overdue": "true"}, ["Чака"]),
        ({"q": "рабоТА"}, ["В работа"]),
        ({"q": "%"}, []),
        ({"ordering": "-words_left", "state": "missing"}, ["Нова", "Чака", "В работа"]),
        ({"ordering": "due", "state": "missing"}, ["Чака", "В работа", "Нова"]),
        ({"ordering": "assignee", "state": "missing"}, ["В работа", "Нова", "Чака"]),
        ({"ordering": "-job_state", "state": "missing"}, ["Чака", "В работа", "Нова"]),
    ],
)
def test_a_filter_or_an_order_shows_others(
    course: Desk, query: dict[str, str], expected: list[str]
) -> None:
    assert titles(course.client, **query) == expected


def test_a_filter_by_people_or_place_shows_others(course: Desk) -> None:
    news = factories.news_index()
    english, about = factories.locale("en"), factories.about()
    assert titles(course.client, assignee=course.anna.pk) == ["В работа", "Готова"]
    assert titles(course.client, section=news.pk, state="current") == ["Готова", "Новини"]
    assert titles(course.client, section=about.pk) == ["За нас"]
    assert len(titles(course.client, locale=english.pk)) == 7
    assert titles(logged_in(course.boris), mine="true") == ["Чака"]
    assert titles(logged_in(course.anna), mine="true") == ["В работа", "Готова", "Чака"]


def test_a_title_leads_elsewhere_than_to_the_work(course: Desk) -> None:
    target = NewsPage.objects.get(locale__language_code="en", draft_title="В работа")
    edit = f"/admin/pages/{target.pk}/edit/"
    assert edit in logged_in(course.anna).get(ADDRESS).content.decode()
    coordinators = course.client.get(ADDRESS).content.decode()
    assert edit not in coordinators
    new = NewsPage.objects.get(title="Нова")
    assert f"/admin/localize/submit/page/{new.pk}/?select_locale=en" in coordinators


def test_somebody_sees_others_languages_or_drafts(course: Desk, german: Any) -> None:
    factories.article(title="Тайна чернова", live=False)
    anna, editor = logged_in(course.anna), logged_in(person("editor", "Редактори (bg)"))
    assert {row[1] for row in shown(course.client)} == {"English", "Deutsch"}
    assert "Тайна чернова" in titles(course.client)
    assert {row[1] for row in shown(anna)} == {"English"}
    assert "Тайна чернова" not in titles(anna)
    assert shown(editor) == []


def test_the_export_says_something_else(course: Desk) -> None:
    answer = course.client.get(ADDRESS, {"export": "csv", "state": "missing"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    heading, *rows = csv.reader(StringIO(text))
    assert heading[:5] == ["Заглавие", "Език", "Превод", "Задача", "Остават думи"]
    assert [row[0] for row in rows] == ["В работа", "Нова", "Чака"]
    assert rows[0][2:7] == ["липсва", "в работа", "0", "2", "anna"]


def test_more_pages_take_more_queries(course: Desk, german: Any) -> None:

    def taken(client: Client, **query: str) -> int:
        client.get(ADDRESS, query)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(ADDRESS, query)
            if answer.streaming:
                list(answer.streaming_content)  # type: ignore[attr-defined]
        return len(captured)

    anna = logged_in(course.anna)
    ways: list[tuple[Client, dict[str, str]]] = [
        (course.client, {}), (anna, {"mine": "true"}), (course.client, {"export": "csv"})
    ]  # fmt: skip
    few = [taken(client, **query) for client, query in ways]
    factories.many_articles(60)
    send(course.client, factories.news_index(), "en", include_subtree="on")
    while not send_next_page():
        pass
    assert Progress.objects.count() > 120
    assert [taken(client, **query) for client, query in ways] == few
    assert max(few) < 45


def test_the_home_screen_forgets_a_task(course: Desk) -> None:
    screen = BeautifulSoup(logged_in(course.anna).get("/admin/").content, "html.parser")
    panel = " ".join(str(screen.select_one("#translation-tasks-section")).split())
    assert "2 текста Ви чакат." in panel
    assert "1 е просрочен." in panel
    target = NewsPage.objects.get(locale__language_code="en", draft_title="Чака")
    assert f"/admin/pages/{target.pk}/edit/" in panel
    assert f"{ADDRESS}?mine=true" in panel
    assert "translation-tasks" not in course.client.get("/admin/").content.decode()


def summary(client: Client, **query: Any) -> list[list[str]]:
    """The rows of the table of languages, as texts."""
    html = BeautifulSoup(client.get(ADDRESS, query).content, "html.parser")
    rows = html.select(".translation-summary tbody tr")
    return [[cell.get_text(strip=True) for cell in row.select("th, td")] for row in rows]


def test_each_language_is_summarised_above_the_list(course: Desk, german: Any) -> None:
    assert summary(course.client) != []
    factories.article(title="Още една")
    assert summary(course.client) == [
        ["English", "42", "3", "0", "0", "4", "4", "1"],
        ["Deutsch", "0", "0", "0", "0", "7", "9", "0"],
    ]
    assert summary(logged_in(course.anna)) == []


def test_a_number_of_the_summary_leads_to_what_it_counts(course: Desk) -> None:
    html = BeautifulSoup(course.client.get(ADDRESS).content, "html.parser")
    links = html.select(".translation-summary tbody td a")
    assert links
    for link in links:
        rows = shown(course.client, **dict(parse_qsl(urlsplit(str(link["href"])).query)))
        assert len(rows) == int(link.get_text())


def test_several_languages_and_states_are_shown_at_once(course: Desk, german: Any) -> None:
    factories.settle()
    locales = [factories.locale("en").pk, factories.locale("de").pk]
    assert {row[1] for row in shown(course.client, locale=locales)} == {"English", "Deutsch"}
    states = shown(course.client, locale=locales[:1], state=["current", "missing"])
    assert {row[2] for row in states} == {"актуален", "липсва"}
