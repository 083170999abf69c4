"""Editors ask for translations, and the coordinators hear of it and of new pages."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import PageViewRestriction

from cms.store.flush import publish_transaction
from cms.translation.jobs import tasks
from cms.translation.jobs.models import Notification, NotificationPreference, TranslationRequest
from news.models import NewsPage
from tests import factories
from tests.newsletter.conftest import Clock
from tests.newsletter.conftest import clock as clock
from tests.newsletter.conftest import server as server
from tests.newsletter.server import MailServer
from tests.translation.jobs.conftest import Desk
from tests.translation.jobs.steps import logged_in, person, send

pytestmark = [pytest.mark.usefixtures("english"), pytest.mark.once]

BY_SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture
def editor(db: None) -> Client:
    return logged_in(person("elena", "Редактори (bg)"))


def address(thing: Any, action: str = "request") -> str:
    return reverse(f"translation_jobs:{action}_page", args=[thing.pk])


def ask(client: Client, thing: Any, *codes: str, **data: str) -> BeautifulSoup:
    """Press a button of the side panel; return what it shows then."""
    form = {"locales": " ".join(codes), **data}
    answer = client.post(address(thing), form, headers=BY_SCRIPT)
    assert answer.status_code == 200, answer.status_code
    return BeautifulSoup(answer.content, "html.parser")


def panel(client: Client, thing: Any) -> BeautifulSoup:
    """The languages in the side panel of a page's editor."""
    answer = client.get(reverse("wagtailadmin_pages:edit", args=[thing.pk]))
    found = BeautifulSoup(answer.content, "html.parser").select_one("#translation-languages")
    assert found, "the side panel shows no languages"
    return BeautifulSoup(str(found), "html.parser")


def said(shown: Tag) -> str:
    return " ".join(shown.get_text(" ").split())


def home_screen(client: Client) -> str:
    found = BeautifulSoup(client.get("/admin/").content, "html.parser").select_one(
        "#unsent-section"
    )
    return said(found) if found else ""


def requested() -> list[str]:
    codes = TranslationRequest.objects.order_by("pk").values_list(
        "locale__language_code", flat=True
    )
    return list(codes)


# In the side panel


def test_an_editor_asks_in_one_click_and_everybody_sees_it(editor: Client, desk: Desk) -> None:
    article = factories.article(title="Първа копка")
    before = panel(editor, article)
    assert [each["data-request"] for each in before.select("[data-request]")] == ["en"]
    after = ask(editor, article, "en")
    assert "Поискан от elena на" in said(after)
    assert after.select_one("[data-withdraw=en]")
    assert not after.select_one("[data-request]")
    other = panel(logged_in(person("ivan", "Редактори (bg)")), article)
    assert "Поискан от elena на" in said(other)
    assert not other.select_one("[data-withdraw], [data-request]")
    assert "Първа копка (English): поискан от elena на" in home_screen(desk.client)


def test_asking_twice_is_one_request(editor: Client, german: Any) -> None:
    article = factories.article()
    ask(editor, article, "en", "de")
    ask(logged_in(person("ivan", "Редактори (bg)")), article, "en", "de")
    found = TranslationRequest.objects.values_list("requested_by__username", flat=True)
    assert list(found) == ["elena", "elena"]


def test_a_request_is_withdrawn_by_who_made_it(editor: Client) -> None:
    article = factories.article()
    ask(editor, article, "en")
    form = {"locales": "en", "withdraw": "true"}
    ivan = logged_in(person("ivan", "Редактори (bg)"))
    assert ivan.post(address(article), form, headers=BY_SCRIPT).status_code == 403
    assert requested() == ["en"]
    assert ask(editor, article, "en", withdraw="true").select_one("[data-request=en]")
    assert requested() == []


def test_a_coordinator_declines_on_the_home_screen(editor: Client, desk: Desk) -> None:
    article = factories.article()
    ask(editor, article, "en")
    answer = desk.client.post(address(article), {"locales": "en", "withdraw": "true"})
    assert answer["Location"] == "/admin/"
    assert requested() == []


def test_a_request_is_done_when_it_is_sent(editor: Client, desk: Desk, german: Any) -> None:
    article = factories.article()
    ask(editor, article, "en", "de")
    send(desk.client, article, "en")
    assert requested() == ["de"]
    assert "Задача: чака" in said(panel(editor, article))


def test_a_request_goes_with_its_page(editor: Client) -> None:
    article = factories.article()
    ask(editor, article, "en")
    with publish_transaction():
        article.delete()
    factories.settle()
    assert requested() == []


def test_what_is_translated_or_written_by_hand_is_not_requested(editor: Client) -> None:
    article = factories.article()
    factories.translate(article, {})
    ask(editor, article, "en")
    assert requested() == []


def test_a_category_is_requested_from_its_editor(editor: Client) -> None:
    category = factories.category(title="Проекти")
    shown = editor.get(reverse("wagtailsnippets_news_newscategory:edit", args=[category.pk]))
    assert 'data-request="en"' in shown.content.decode()
    names = ["news", "newscategory", category.pk]
    editor.post(reverse("translation_jobs:request_snippet", args=names), {"locales": "en"})
    assert requested() == ["en"]


# The mail


@pytest.fixture
def mail(settings: Settings, monkeypatch: pytest.MonkeyPatch, server: MailServer) -> MailServer:
    settings.MAILING = True
    monkeypatch.setattr(tasks.outage, "attempts", 0)
    return server


def letters_of_the_morning(clock: Clock, server: MailServer) -> list[Any]:
    """Let a day pass and the worker send what is due."""
    clock.pass_by(days=1)
    work_on()
    found = [*server.received]
    server.received.clear()
    return found


def work_on() -> None:
    while not tasks.mail_translators():
        pass


def test_coordinators_get_one_mail_of_requests_and_new_pages(
    editor: Client, desk: Desk, clock: Clock, mail: MailServer
) -> None:
    old = factories.article(title="Отдавна")
    work_on()
    clock.pass_by(minutes=1)
    ask(editor, old, "en")
    factories.article(title="Чернова", live=False)
    new = factories.article(title="Първа копка")
    (letter,) = letters_of_the_morning(clock, mail)
    assert letter.recipient == "coordinator@example.org"
    assert letter.message["Subject"] == "За изпращане за превод: 2 текста"
    for part in (letter.part("plain"), letter.part("html")):
        assert f"http://testserver{address(old, 'send')}?select_locale=en" in part
        assert "поискан от elena" in part
        assert f"http://testserver{address(new, 'send')}" in part
        assert "публикувана на" in part
        assert "Чернова" not in part
    assert letters_of_the_morning(clock, mail) == []


def test_content_that_was_there_before_the_worker_is_not_new(
    desk: Desk, clock: Clock, mail: MailServer
) -> None:
    factories.many_articles(3)
    work_on()
    assert letters_of_the_morning(clock, mail) == []


def test_what_is_sent_or_private_by_then_is_not_mailed(
    desk: Desk, clock: Clock, mail: MailServer
) -> None:
    work_on()
    clock.pass_by(minutes=1)
    send(desk.client, factories.article(title="Изпратена"), "en")
    private = factories.article(title="Тайна")
    with publish_transaction():
        PageViewRestriction.objects.create(page=private, restriction_type="login")
    factories.settle()
    found = letters_of_the_morning(clock, mail)
    assert "coordinator@example.org" not in [each.recipient for each in found]


@pytest.mark.parametrize(("switch", "left"), [("requests", "Нова"), ("pages", "Отдавна")])
def test_each_half_can_be_switched_off(
    switch: str, left: str, editor: Client, desk: Desk, clock: Clock, mail: MailServer
) -> None:
    NotificationPreference.objects.create(user=desk.coordinator, **{switch: False})
    old = factories.article(title="Отдавна")
    work_on()
    clock.pass_by(minutes=1)
    ask(editor, old, "en")
    factories.article(title="Нова")
    (letter,) = letters_of_the_morning(clock, mail)
    (other,) = {"Нова", "Отдавна"} - {left}
    assert left in letter.part("plain")
    assert other not in letter.part("plain")


def test_who_wants_neither_gets_no_letter(
    editor: Client, desk: Desk, clock: Clock, mail: MailServer
) -> None:
    NotificationPreference.objects.create(user=desk.coordinator, requests=False, pages=False)
    work_on()
    clock.pass_by(minutes=1)
    ask(editor, factories.article(), "en")
    assert letters_of_the_morning(clock, mail) == []
    assert not Notification.objects.exists()


def test_without_coordinators_whoever_may_send_hears_of_it(
    editor: Client, clock: Clock, mail: MailServer
) -> None:
    person("adi", "Администратори")
    work_on()
    clock.pass_by(minutes=1)
    ask(editor, factories.article(), "en")
    (letter,) = letters_of_the_morning(clock, mail)
    assert letter.recipient == "adi@example.org"


def test_the_switches_are_shown_to_coordinators_alone(
    desk: Desk, editor: Client, settings: Settings
) -> None:
    settings.MAILING = True
    shown = desk.client.get("/admin/account/").content.decode()
    assert "translation-mail-requests" in shown
    assert "translation-mail-pages" in shown
    assert "translation-mail-requests" not in editor.get("/admin/account/").content.decode()


# The home screen


def test_a_new_page_is_named_until_it_is_sent(desk: Desk, clock: Clock) -> None:
    article = factories.article(title="Първа копка")
    old = factories.article(title="Отдавна")
    then = timezone.now() - timedelta(days=15)
    NewsPage.objects.filter(pk=old.pk).update(first_published_at=then)
    assert "Първа копка (English): публикувана на" in home_screen(desk.client)
    assert "Отдавна" not in home_screen(desk.client)
    send(desk.client, article, "en")
    assert "Първа копка" not in home_screen(desk.client)


def test_the_home_screen_of_an_editor_has_no_such_list(editor: Client) -> None:
    ask(editor, factories.article(), "en")
    assert home_screen(editor) == ""
