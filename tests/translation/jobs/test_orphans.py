"""Whoever is responsible for a language is told of translations that outlive their source."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cms.store import consistency, scheduled_publishing
from cms.store.flush import publish_transaction
from cms.translation.jobs import tasks
from cms.translation.jobs.models import Notification, NotificationPreference, Orphan
from home.models import ContentPage
from tests import factories
from tests.newsletter.conftest import Clock
from tests.newsletter.conftest import clock as clock
from tests.newsletter.conftest import server as server
from tests.newsletter.server import MailServer
from tests.translation.jobs.conftest import Desk
from tests.translation.jobs.steps import logged_in, person

pytestmark = [pytest.mark.usefixtures("english"), pytest.mark.once]


@pytest.fixture(autouse=True)
def mail_is_on(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MAILING = True
    monkeypatch.setattr(tasks.outage, "attempts", 0)


@pytest.fixture
def reviewer(desk: Desk) -> Any:
    person("german", "Проверяващи (bg)")
    return person("rada", "Проверяващи (en)")


@pytest.fixture
def page(desk: Desk) -> Any:
    """A page below a section, with its translation."""
    section = factories.text_page(factories.home(), title="Отгоре")
    factories.translate(section, {"Отгоре": "Above"})
    page = factories.text_page(section, title="Проекти")
    factories.translate(page, {"Проекти": "Projects"})
    return page


def recipients(server: MailServer) -> set[str]:
    while not tasks.mail_translators():
        pass
    found = {mail.recipient.partition("@")[0] for mail in server.received}
    server.received.clear()
    return found


def unpublish(page: Any) -> None:
    page.unpublish()


def restrict(page: Any) -> None:
    page.view_restrictions.create(restriction_type="login")


def restrict_what_is_above(page: Any) -> None:
    restrict(page.get_parent())


def delete(page: Any) -> None:
    ContentPage.objects.get(pk=page.pk).delete()


WAYS: dict[str, tuple[Callable[[Any], None], str]] = {
    "unpublished": (unpublish, "публикуването на оригинала е отменено"),
    "private": (restrict, "достъпът до оригинала е ограничен"),
    "below a private page": (restrict_what_is_above, "достъпът до оригинала е ограничен"),
    "deleted": (delete, "оригиналът е изтрит"),
}


@pytest.mark.parametrize("way", WAYS)
def test_reviewers_and_coordinators_are_told_of_a_source_that_is(
    page: Any, reviewer: Any, server: MailServer, clock: Clock, way: str
) -> None:
    act, cause = WAYS[way]
    with publish_transaction():
        act(page)
    factories.settle()
    english = ContentPage.objects.get(title="Projects")
    home = logged_in(reviewer).get("/admin/").content.decode()
    assert "Projects" in home
    assert cause in home
    assert f"/admin/pages/{english.pk}/edit/" in home
    assert recipients(server) == {"rada", "coordinator"}
    assert not Notification.objects.exists()
    assert list(consistency.find_differences()) == []


def test_mail_names_the_translation_and_leads_to_it(
    page: Any, reviewer: Any, server: MailServer, clock: Clock
) -> None:
    with publish_transaction():
        page.unpublish()
    while not tasks.mail_translators():
        pass
    english = ContentPage.objects.get(title="Projects")
    mail = next(mail for mail in server.received if mail.recipient.startswith("rada"))
    assert mail.message["Subject"] == "Оригиналът вече не е публичен: остава 1 превод"
    for part in (mail.part("plain"), mail.part("html")):
        assert "Projects" in part
        assert "публикуването на оригинала е отменено" in part
        assert f"http://testserver/admin/pages/{english.pk}/edit/" in part
        assert "Проекти" not in part


def test_translations_that_follow_are_not_reported(
    page: Any, reviewer: Any, server: MailServer, clock: Clock
) -> None:
    administrator = logged_in(person("admin", "Администратори"))
    form = {"translations_follow": "on"}
    administrator.post(f"/admin/pages/{page.pk}/unpublish/", form)
    assert not ContentPage.objects.get(title="Projects").live
    assert not Orphan.objects.exists()
    assert recipients(server) == set()


def test_translations_that_are_deleted_with_their_source_are_not_reported(
    page: Any, reviewer: Any, server: MailServer, clock: Clock
) -> None:
    administrator = logged_in(person("admin", "Администратори"))
    administrator.post(f"/admin/pages/{page.pk}/delete/", {"translations_follow": "on"})
    assert not ContentPage.objects.filter(title="Projects").exists()
    assert not Orphan.objects.exists()
    assert recipients(server) == set()


def test_translations_that_expire_with_their_source_are_not_reported(
    page: Any, reviewer: Any, server: MailServer, clock: Clock
) -> None:
    ContentPage.objects.filter(pk=page.pk).update(expire_at=timezone.now())
    scheduled_publishing.publish_due()
    assert not ContentPage.objects.get(title="Projects").live
    assert not Orphan.objects.exists()
    assert recipients(server) == set()


def test_category_is_reported_like_a_page(reviewer: Any, server: MailServer, clock: Clock) -> None:
    category = factories.category(title="Събития")
    factories.translate(category, {"Събития": "Events"})
    with publish_transaction():
        category.unpublish()
    assert "Events" in logged_in(reviewer).get("/admin/").content.decode()
    assert recipients(server) == {"rada", "coordinator"}


def test_section_that_goes_is_one_mail(
    page: Any, reviewer: Any, server: MailServer, clock: Clock
) -> None:
    with publish_transaction():
        page.get_parent().specific.unpublish()
        page.unpublish()
    while not tasks.mail_translators():
        pass
    assert len(server.received) == 2
    assert all("Above" in mail.part("plain") for mail in server.received)


def test_report_ends_when_the_source_is_public_again(
    page: Any, reviewer: Any, server: MailServer, clock: Clock
) -> None:
    with publish_transaction():
        page.unpublish()
    assert Orphan.objects.get().cause == Orphan.Cause.UNPUBLISHED
    factories.publish(page)
    assert not Orphan.objects.exists()
    assert recipients(server) == set(), "it was republished before the mail went out"


def test_report_ends_when_the_translation_is_unpublished(page: Any, reviewer: Any) -> None:
    with publish_transaction():
        delete(page)
    with publish_transaction():
        ContentPage.objects.get(title="Projects").unpublish()
    assert not Orphan.objects.exists()
    assert "Projects" not in logged_in(reviewer).get("/admin/").content.decode()


def test_others_see_no_report(page: Any, desk: Desk, reviewer: Any) -> None:
    with publish_transaction():
        page.unpublish()
    for client in (logged_in(desk.anna), logged_in(person("bg", "Проверяващи (bg)"))):
        assert 'id="orphans' not in client.get("/admin/").content.decode()


def test_mail_can_be_turned_off_by_a_reviewer(
    page: Any, reviewer: Any, server: MailServer, clock: Clock
) -> None:
    client: Client = logged_in(reviewer)
    account = client.get("/admin/account/").content.decode()
    assert "translation-mail-orphans" in account
    assert "translation-mail-submissions" not in account
    NotificationPreference.objects.create(user=reviewer, orphans=False)
    with publish_transaction():
        page.unpublish()
    assert recipients(server) == {"coordinator"}
