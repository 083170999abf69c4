"""Translators hear of what is sent and what changes: once, in their language, if they want it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from cms.translation.jobs import emails, notifications, tasks
from cms.translation.jobs.models import Notification, NotificationPreference
from news.models import NewsPage
from tests import factories
from tests.newsletter.conftest import Clock
from tests.newsletter.conftest import clock as clock
from tests.newsletter.conftest import server as server
from tests.newsletter.server import MailServer
from tests.translation.jobs.conftest import Desk
from tests.translation.jobs.steps import logged_in, person, send, translate
from tests.translation.jobs.steps import publish_translation as publish

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("english")]


@pytest.fixture(autouse=True)
def mail_is_on(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MAILING = True
    monkeypatch.setattr(tasks.outage, "attempts", 0)


def work_on() -> int:
    while not (rest := tasks.mail_translators()):
        pass
    return rest


def recipients(server: MailServer) -> list[str]:
    work_on()
    found = sorted(mail.recipient.partition("@")[0] for mail in server.received)
    server.received.clear()
    return found


def source() -> NewsPage:
    return NewsPage.objects.get(locale__language_code="bg")


def edit(summary: str) -> None:
    page = source()
    page.summary = summary
    factories.publish(page)


# Of a batch


def test_a_translator_is_not_told_what_how_much_until_when_and_where(
    desk: Desk, server: MailServer, clock: Clock
) -> None:
    factories.article(title="Първа копка", summary="Три думи тук")
    day = timezone.localdate().replace(year=timezone.localdate().year + 1, month=8, day=5)
    whole = {"include_subtree": "on", "assignee_en": desk.anna.pk, "due": day.isoformat()}
    send(desk.client, factories.news_index(), "en", **whole)
    work_on()
    (mail,) = server.received
    assert mail.recipient == "anna@example.org"
    assert mail.message["Subject"] == "За превод: „Новини“ (1 текст, 5 думи)"
    target = NewsPage.objects.get(locale__language_code="en")
    for part in (mail.part("plain"), mail.part("html")):
        assert f"Срок: 5 август {day.year}" in part
        assert "Първа копка" in part
        assert f"http://testserver/admin/pages/{target.pk}/edit/" in part
        assert "http://testserver/admin/account/#tab-notifications" in part
    assert logged_in(desk.anna).get(f"/admin/pages/{target.pk}/edit/").status_code == 200


def test_a_batch_is_many_mails_or_goes_to_others(
    desk: Desk, server: MailServer, clock: Clock, german: Any
) -> None:
    locale = german
    person("clara", "Преводачи (de)")
    person("both", "Преводачи (de)", "Преводачи (en)")
    idle = person("idle", "Преводачи (en)")
    idle.is_active = False
    idle.save()
    for number in range(3):
        factories.article(title=f"Новина {number}")
    factories.translate(factories.news_index(), {}, code="de")
    send(desk.client, factories.news_index(), "en", "de", include_subtree="on")
    work_on()
    said = {mail.recipient: mail.part("plain") for mail in server.received}
    assert set(said) == {f"{name}@example.org" for name in ("anna", "boris", "both", "clara")}
    assert len(server.received) == 4
    assert said["both@example.org"].count("/edit/") == 6
    assert said["clara@example.org"].count(locale.get_display_name()) == 3
    assert "To translate" in str(
        next(m for m in server.received if m.recipient.startswith("boris")).message["Subject"]
    ), "it is in another language than the reader's"


def test_a_batch_that_is_done_by_then_is_mailed(
    desk: Desk, server: MailServer, clock: Clock
) -> None:
    article = factories.article(title="Първа")
    send(desk.client, article, "en")
    translate(article, "title", "First")
    publish(article)
    assert recipients(server) == []
    assert not Notification.objects.exists()


def test_without_a_mail_server_something_fails_or_piles_up(desk: Desk, settings: Settings) -> None:
    settings.MAILING = False
    send(desk.client, factories.article(), "en")
    assert not Notification.objects.exists()
    assert tasks.mail_translators() == tasks.POLL_INTERVAL_SECONDS


# Of changes


@pytest.fixture
def article(desk: Desk, clock: Clock, server: MailServer) -> NewsPage:
    """Sent, mailed of and translated; the day's digest has gone."""
    clock.set(notifications.last_digest_time(timezone.now()) + timedelta(hours=25))
    page = factories.article(title="Първа", summary="Кратко")
    send(desk.client, page, "en", assignee_en=desk.anna.pk)
    translate(page, "title", "First")
    translate(page, "summary", "Short")
    publish(page)
    recipients(server)
    return source()


def test_every_change_is_a_mail(article: NewsPage, server: MailServer, clock: Clock) -> None:
    for number in range(3):
        edit(f"Друго {number}")
        assert recipients(server) == []
        clock.pass_by(hours=1)
    clock.pass_by(hours=22)
    work_on()
    (mail,) = server.received
    assert mail.message["Subject"] == "Променени оригинали: 1 текст (2 думи)"
    assert "Първа" in mail.part("plain")
    server.received.clear()
    clock.pass_by(hours=24)
    assert recipients(server) == []


def test_what_is_translated_again_by_then_is_mailed(
    article: NewsPage, server: MailServer, clock: Clock
) -> None:
    edit("Друго")
    translate(article, "summary", "Other")
    publish(article)
    clock.pass_by(hours=24)
    assert recipients(server) == []


def test_who_turned_it_off_is_mailed(
    article: NewsPage, desk: Desk, server: MailServer, clock: Clock
) -> None:
    client = logged_in(desk.anna)
    shown = client.get("/admin/account/").content.decode()
    assert "translation-mail-changes" in shown
    form = {
        "translation-mail-submissions": "on",
        "notifications-updated_comments_notifications": "on",
        "name_email-first_name": "Анна",
        "name_email-last_name": "А",
        "name_email-email": "anna@example.org",
        "locale-preferred_language": "bg",
        "locale-current_time_zone": "Europe/Sofia",
        "theme-theme": "system",
        "theme-density": "default",
        "theme-contrast": "system",
        "theme-keyboard_shortcuts": "on",
    }
    answer = client.post("/admin/account/", form)
    assert answer.status_code == 302, answer.content.decode()
    preference = NotificationPreference.objects.get(user=desk.anna)
    assert (preference.submissions, preference.changes) == (True, False)
    edit("Друго")
    clock.pass_by(hours=24)
    assert recipients(server) == []
    send(desk.client, article, "en", assignee_en=desk.anna.pk)
    assert recipients(server) == ["anna"]
    NotificationPreference.objects.update(submissions=False)
    send(desk.client, article, "en", assignee_en=desk.anna.pk)
    assert recipients(server) == []


def test_preferences_name_only_the_mails_that_a_person_may_get(desk: Desk) -> None:
    coordinator = desk.client.get("/admin/account/").content.decode()
    assert "translation-mail-orphans" in coordinator
    assert "translation-mail-submissions" not in coordinator
    translator = logged_in(desk.anna).get("/admin/account/").content.decode()
    assert "translation-mail-submissions" in translator
    assert "translation-mail-orphans" not in translator
    editor = logged_in(person("editor", "Редактори (bg)")).get("/admin/account/")
    assert "translation-mail" not in editor.content.decode()


# A server or a worker that fails


def test_days_without_a_server_end_in_a_heap_of_mails(
    article: NewsPage, server: MailServer, clock: Clock
) -> None:
    server.stop()
    for number in range(3):
        edit(f"Друго {number}")
        clock.pass_by(hours=24)
        assert tasks.mail_translators() > 0
    server.start()
    clock.pass_by(hours=1)
    assert recipients(server) == ["anna"]


def test_a_worker_that_dies_after_sending_loses_a_mail_or_is_not_known_by_its_id(
    desk: Desk, server: MailServer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(desk.client, factories.article(), "en")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tasks.notification_loop, "record", die)
        with pytest.raises(DeadError):
            tasks.mail_translators()
    assert recipients(server) == ["anna", "boris"]
    clock.pass_by(minutes=11)
    send_again: Any = server.received
    work_on()
    assert [mail.recipient for mail in send_again] == ["anna@example.org"]
    assert not Notification.objects.exists()


class DeadError(BaseException):
    """The worker is killed."""


def die(*args: Any) -> None:
    raise DeadError


def test_a_mail_that_cannot_be_written_holds_up_the_others(
    desk: Desk, server: MailServer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(desk.client, factories.article(), "en")
    of = emails.build_email

    def fail(notification: Notification) -> Any:
        if notification.user == desk.anna:
            raise ValueError("a fault of ours")
        return of(notification)

    monkeypatch.setattr(emails, "build_email", fail)
    with pytest.raises(ValueError, match="fault of ours"):
        tasks.mail_translators()
    assert recipients(server) == ["boris"]


def test_looking_for_nothing_takes_many_queries_or_writes(
    article: NewsPage, django_assert_max_num_queries: Any
) -> None:
    work_on()
    with django_assert_max_num_queries(2):
        assert tasks.mail_translators() == tasks.POLL_INTERVAL_SECONDS


def test_message_id_is_the_one_that_earlier_releases_sent(desk: Desk, settings: Settings) -> None:
    """A mail is sent again where nobody knows whether it was sent before an upgrade."""
    send(desk.client, factories.article(), "en", assignee_en=desk.anna.pk)
    # Only now: the coordinator's session is signed too.
    settings.SECRET_KEY = "x"
    notification = Notification.objects.get()
    notification.pk, notification.created_at = 5, datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    email = emails.build_email(notification)
    assert email is not None
    message_id = "<0c0737a5c082ff8a7e64b255164d2c797424d06d@testserver>"
    assert email.extra_headers["Message-ID"] == message_id
