"""A translation is public no earlier than its source, and no longer, whichever way it is tried."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Revision
from wagtail_localize.models import Translation

from cms.content.translatable import SourceNotPublishedError
from cms.store import consistency, scheduled_publishing
from cms.store.flush import publish_transaction
from cms.translation.publication_messages import format_moment
from news.models import NewsCategory, NewsPage
from tests import factories
from tests.admin_client import administrator, edit_address
from tests.newsletter.conftest import Clock
from tests.newsletter.conftest import clock as clock
from tests.store.operations import committing
from tests.translation.jobs.steps import logged_in, person, publish_translation, send, translate

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def compared(db: None) -> Iterator[None]:
    yield
    assert list(consistency.find_differences()) == []


def let_pass(clock: Clock, **time: float) -> None:
    """Let some time pass, and the worker have its turn."""
    clock.pass_by(**time)
    with committing():
        scheduled_publishing.publish_due()


@pytest.fixture
def office(db: None) -> Client:
    factories.translate(factories.home(), {})
    factories.translate(factories.news_index(), {"Новини": "News"})
    return logged_in(administrator())


def scheduled_article(**due: float) -> NewsPage:
    source = factories.article(title="Насрочена", live=False)
    return rescheduled(source, **due)


def rescheduled(source: Any, **due: float) -> Any:
    """Schedule its newest version for so long from now."""
    later = source.get_latest_revision_as_object()
    later.go_live_at = timezone.now() + timedelta(**due)
    with publish_transaction():
        later.save_revision().publish()
    factories.settle()
    return type(source).objects.get(pk=source.pk)


def is_live(thing: Any) -> bool:
    return bool(type(thing).objects.get(pk=thing.pk).live)


def english(thing: Any) -> Any:
    return type(thing).objects.get(
        translation_key=thing.translation_key, locale__language_code="en"
    )


def press_publish(office: Client, thing: Any) -> str:
    """Press the translation editor's button; return the text of the page that is shown then."""
    with committing():
        answer = office.post(edit_address(thing), {"action": "publish"}, follow=True)
    return str(answer.content.decode())


def translated(office: Client, source: Any, **texts: str) -> Any:
    send(office, source, "en")
    for path, text in texts.items():
        translate(source, path, text)
    return english(source)


def test_translation_of_a_postponed_source_waits_with_it(office: Client, clock: Clock) -> None:
    source = scheduled_article(hours=1)
    target = translated(office, source, title="Scheduled")
    shown = press_publish(office, target)
    source.refresh_from_db()
    assert source.go_live_at
    assert format_moment(source.go_live_at) in shown
    assert "Published '" not in shown
    rescheduled(source, hours=3)
    let_pass(clock, hours=2)
    assert (is_live(source), is_live(target)) == (False, False)
    let_pass(clock, hours=2)
    assert (is_live(source), is_live(target)) == (True, True)


def test_translation_follows_a_source_that_is_published_early(office: Client, clock: Clock) -> None:
    source = scheduled_article(hours=5)
    target = translated(office, source, title="Scheduled")
    press_publish(office, target)
    rescheduled(source, hours=-1)
    let_pass(clock, minutes=1)
    assert (is_live(source), is_live(target)) == (True, True)


def test_translation_waits_when_the_schedule_of_its_source_is_cancelled(
    office: Client, clock: Clock
) -> None:
    source = scheduled_article(hours=1)
    target = translated(office, source, title="Scheduled")
    press_publish(office, target)
    waiting = source.scheduled_revision
    waiting.approved_go_live_at = None
    waiting.save(update_fields=["approved_go_live_at"])
    let_pass(clock, hours=2)
    call_command("publish_scheduled")
    assert (is_live(source), is_live(target)) == (False, False)
    source = rescheduled(source, hours=-1)
    let_pass(clock, minutes=1)
    assert (is_live(source), is_live(target)) == (True, True)


def test_translation_whose_source_fails_to_go_live_waits(office: Client, clock: Clock) -> None:
    source = scheduled_article(hours=1)
    target = translated(office, source, title="Scheduled")
    press_publish(office, target)
    Revision.objects.filter(pk=source.latest_revision_id).update(content={})
    let_pass(clock, hours=2)
    assert (is_live(source), is_live(target)) == (False, False)


def test_waiting_translation_of_a_deleted_source_stays_a_draft(
    office: Client, clock: Clock
) -> None:
    source = scheduled_article(hours=1)
    target = translated(office, source, title="Scheduled")
    press_publish(office, target)
    with publish_transaction():
        source.delete()
    let_pass(clock, hours=2)
    assert not is_live(target)


def test_translation_of_a_draft_is_refused(office: Client) -> None:
    source = factories.article(title="Чернова", live=False)
    target = translated(office, source, title="Draft")
    press_publish(office, target)
    assert not is_live(target)
    with pytest.raises(SourceNotPublishedError), publish_transaction():
        target.save_revision().publish()
    with committing():
        office.post(f"/admin/bulk/wagtailcore/page/publish/?id={target.pk}&next=/admin/")
    assert not is_live(target)


def test_category_waits_for_its_source(office: Client, clock: Clock) -> None:
    source = NewsCategory(title="Насрочена", locale=factories.locale(), live=False)
    source.go_live_at = timezone.now() + timedelta(hours=1)
    with publish_transaction():
        source.save()
        source.save_revision().publish()
    target = translated(office, source, title="Scheduled")
    shown = press_publish(office, target)
    assert "насрочена" in shown or "scheduled" in shown
    assert not is_live(target)
    rescheduled(source, hours=3)
    let_pass(clock, hours=2)
    assert (is_live(source), is_live(target)) == (False, False)
    let_pass(clock, hours=2)
    assert (is_live(source), is_live(target)) == (True, True)


def test_approval_says_that_the_translation_is_scheduled(office: Client, clock: Clock) -> None:
    source = scheduled_article(hours=1)
    target = translated(office, source, title="Scheduled")
    reviewer = logged_in(person("reviewer", "Проверяващи (en)"))
    with committing():
        office.post(edit_address(target), {"action": "send-for-review"})
    with committing():
        answer = reviewer.post(edit_address(target), {"action": "approve"}, follow=True)
    source.refresh_from_db()
    assert source.go_live_at
    assert format_moment(source.go_live_at) in answer.content.decode()
    assert not is_live(target)


def test_scheduled_translation_that_is_kept_by_hand_waits_for_its_source(
    office: Client, clock: Clock
) -> None:
    source = scheduled_article(hours=3)
    target = translated(office, source, title="Scheduled")
    Translation.objects.filter(source__object_id=source.translation_key).update(enabled=False)
    by_hand = target.get_latest_revision_as_object()
    by_hand.go_live_at = None
    with publish_transaction():
        by_hand.save_revision().publish()
    assert not is_live(target)
    let_pass(clock, hours=2)
    assert not is_live(target)
    let_pass(clock, hours=2)
    assert is_live(target)


# Expiry


def expiring(source: Any, **left: float) -> Any:
    source = type(source).objects.get(pk=source.pk)
    source.expire_at = timezone.now() + timedelta(**left)
    return factories.publish(source)


def test_translation_stays_when_the_expiry_of_its_source_is_put_off(
    office: Client, clock: Clock
) -> None:
    source = expiring(factories.article(title="Изтичаща"), hours=1)
    send(office, source, "en")
    translate(source, "title", "Expiring")
    target = publish_translation(source)
    expiring(source, days=30)
    let_pass(clock, hours=2)
    assert (is_live(source), is_live(target)) == (True, True)
    let_pass(clock, days=30)
    assert (is_live(source), is_live(target)) == (False, False)


def test_translation_published_anew_keeps_to_the_expiry_of_its_source(
    office: Client, clock: Clock
) -> None:
    source = expiring(factories.article(title="Изтичаща"), hours=1)
    send(office, source, "en")
    translate(source, "title", "Expiring")
    old = publish_translation(source).latest_revision
    expiring(source, days=30)
    with publish_transaction():
        Revision.objects.get(pk=old.pk).publish()
    target = english(source)
    let_pass(clock, hours=2)
    assert (is_live(source), is_live(target)) == (True, True)


def test_translation_that_kept_an_old_expiry_date_is_given_that_of_its_source(
    office: Client, clock: Clock
) -> None:
    source = expiring(factories.article(title="Изтичаща"), days=30)
    send(office, source, "en")
    translate(source, "title", "Expiring")
    target = publish_translation(source)
    NewsPage.objects.filter(pk=target.pk).update(expire_at=timezone.now() + timedelta(hours=1))
    let_pass(clock, hours=2)
    assert is_live(target)
    assert NewsPage.objects.get(pk=target.pk).expire_at == source.expire_at


def test_snippet_follows_the_expiry_of_its_source(office: Client, clock: Clock) -> None:
    source = expiring(factories.category(), hours=1)
    target = factories.translate(source, {"Проекти": "Projects"})
    expiring(source, days=30)
    let_pass(clock, hours=2)
    assert (is_live(source), is_live(target)) == (True, True)
