"""Nothing half translated is ever published, whichever way it is tried, and whoever tries is told.

Each of these publishes the source's text in another language with wagtail-localize alone.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.users.models import UserProfile
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from cms.content.translatable import IncompleteTranslationError
from cms.store.flush import publish_transaction
from cms.store.models import Entry
from tests import factories
from tests.store.operations import committing

pytestmark = pytest.mark.once

SOURCE = "Само на български"


@pytest.fixture
def office(db: None, client: Client) -> Client:
    """A reviewer of English at work."""
    reviewer = get_user_model().objects.create_user("reviewer")
    reviewer.groups.set(Group.objects.filter(name__in=["Проверяващи (en)", "Координатори"]))
    _prefer_bulgarian(reviewer)
    client.force_login(reviewer)
    return client


def _prefer_bulgarian(user: Any) -> None:
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = "bg"
    profile.save()


def sent(thing: Any, translate: tuple[str, ...] = ()) -> Translation:
    """Send it for translation into English, and translate these of its segments, by their path."""
    with publish_transaction():
        source, _ = TranslationSource.update_or_create_from_instance(thing)
        job = Translation.objects.create(source=source, target_locale=factories.locale("en"))
        job.save_target(publish=False)
    for segment in StringSegment.objects.filter(source=source, context__path__in=translate):
        fill(job, segment)
    return job


def fill(job: Translation, segment: StringSegment) -> None:
    StringTranslation.objects.create(
        translation_of=segment.string,
        context=segment.context,
        locale=job.target_locale,
        data="In English",
    )


def half_translated() -> Translation:
    factories.translate(factories.home(), {})
    factories.translate(factories.news_index(), {"Новини": "News"})
    article = factories.article(title="Заглавие", summary=SOURCE)
    return sent(article, translate=("title",))


def editor(thing: Any) -> str:
    if isinstance(thing, Page):
        return reverse("wagtailadmin_pages:edit", args=[thing.pk])
    return reverse(thing.snippet_viewset.get_url_name("edit"), args=[thing.pk])


def post(office: Client, address: str, form: dict[str, str] | None = None) -> Any:
    """Send a form, with what is done after its commit: wagtail-localize publishes there."""
    with committing():
        return office.post(address, form or {}, follow=True)


def assert_nothing_is_public(job: Translation) -> None:
    factories.settle()
    target = job.get_target_instance()
    assert not target.live
    assert not Entry.objects.filter(locale="en", live=True, full_json__contains=SOURCE).exists()
    assert not Entry.objects.filter(group__endswith=target.translation_key, locale="en").exists()


def publish_in_the_editor(office: Client, job: Translation) -> Any:
    target = job.get_target_instance()
    return post(office, editor(target), {"action": "publish"})


def take_over_and_publish(office: Client, job: Translation) -> Any:
    address = reverse("wagtail_localize:update_translations", args=[job.source_id])
    group = Group.objects.get(name="Проверяващи (bg)")
    get_user_model().objects.get(username="reviewer").groups.add(group)
    return post(office, address, {"publish_translations": "on"})


def approve(office: Client, job: Translation) -> Any:
    page = job.get_target_instance()
    author = get_user_model().objects.create_superuser("author")
    with publish_transaction():
        page.get_workflow().start(page, author)
    task = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk])
    return post(office, address, {"comment": ""})


def publish_in_bulk(office: Client, job: Translation) -> Any:
    page = job.get_target_instance()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    return post(office, f"{address}?id={page.pk}&next=/admin/")


WAYS = [publish_in_the_editor, take_over_and_publish, approve, publish_in_bulk]


@pytest.mark.parametrize("way", WAYS)
def test_half_a_page_is_published_or_nobody_is_told_what_is_missing(
    office: Client, way: Callable[[Client, Translation], Any]
) -> None:
    job = half_translated()
    answer = way(office, job)
    assert answer.status_code == 200
    assert_nothing_is_public(job)
    html = answer.content.decode()
    assert "1 от общо 2 откъса още не е преведен" in html
    assert answer.request["PATH_INFO"] == editor(job.get_target_instance())


@pytest.mark.parametrize("way", WAYS)
def test_a_whole_page_is_not_published(
    office: Client, way: Callable[[Client, Translation], Any]
) -> None:
    job = half_translated()
    fill(job, StringSegment.objects.get(source=job.source, context__path="summary"))
    with publish_transaction():
        job.save_target(publish=False)
    assert way(office, job).status_code == 200
    factories.settle()
    entry = Entry.objects.get(locale="en", type="news")
    assert entry.live
    assert SOURCE not in entry.full_json


@pytest.mark.parametrize("way", [publish_in_bulk, approve])
def test_the_draft_of_before_it_was_translated_is_published(
    office: Client, way: Callable[[Client, Translation], Any]
) -> None:
    """All its words are there, but in the memory alone: what was sent says the source's."""
    job = half_translated()
    fill(job, StringSegment.objects.get(source=job.source, context__path="summary"))
    answer = way(office, job)
    assert_nothing_is_public(job)
    assert "отпреди да бъде преведена" in answer.content.decode()
    assert publish_in_the_editor(office, job).status_code == 200
    factories.settle()
    assert SOURCE not in Entry.objects.get(locale="en", type="news", live=True).full_json


@pytest.mark.parametrize("way", [publish_in_the_editor, take_over_and_publish])
def test_half_a_snippet_is_published(
    office: Client, way: Callable[[Client, Translation], Any]
) -> None:
    factories.translate(factories.home(), {})
    factories.translate(factories.news_index(), {"Новини": "News"})
    job = sent(factories.category(title="Проекти", summary=SOURCE), translate=("title",))
    answer = way(office, job)
    assert_nothing_is_public(job)
    assert "1 от общо 2 откъса още не е преведен" in answer.content.decode()


def test_a_live_snippet_takes_in_half_of_a_new_text(office: Client) -> None:
    factories.translate(factories.home(), {})
    factories.translate(factories.news_index(), {"Новини": "News"})
    category = factories.category(title="Проекти")
    english = factories.translate(category, {"Проекти": "Projects"})
    before = Entry.objects.get(locale="en", type="news_category").full_json
    category.summary = SOURCE
    category = factories.publish(category)
    with publish_transaction():
        TranslationSource.objects.get(object_id=category.translation_key).update_from_db()
    job = Translation.objects.get(source__object_id=category.translation_key)
    publish_in_the_editor(office, job)
    factories.settle()
    told = Entry.objects.get(locale="en", type="news_category")
    assert SOURCE not in told.full_json
    assert told.full_json.replace("outdated", "current").replace(":50}", ":100}") == before
    english.refresh_from_db()
    assert english.live
    assert english.summary == ""


def test_what_nobody_asked_for_by_request_is_published(db: None) -> None:
    job = half_translated()
    page = job.get_target_instance()
    with pytest.raises(IncompleteTranslationError) as raised:
        page.save_revision().publish()
    assert (raised.value.missing, raised.value.total) == (1, 2)
    assert_nothing_is_public(job)


def test_half_a_page_is_published_when_its_time_has_come(db: None) -> None:
    job = half_translated()
    page = job.get_target_instance()
    page.save_revision(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    call_command("worker", once=True)
    assert_nothing_is_public(job)


def test_a_page_written_by_hand_is_refused(db: None) -> None:
    """Once its translation is stopped, nothing is missing of it."""
    job = half_translated()
    job.enabled = False
    job.save()
    page = job.get_target_instance()
    page.title, page.summary = "By hand", "Words of their own"
    page = factories.publish(page)
    assert Entry.objects.get(locale="en", type="news").live


def test_a_stranger_learns_what_is_missing(office: Client) -> None:
    """Who may not publish is refused as ever, and is told nothing of the text."""
    job = half_translated()
    get_user_model().objects.get(username="reviewer").groups.set(
        Group.objects.filter(name="Преводачи (en)")
    )
    answer = publish_in_the_editor(office, job)
    assert "откъса още не" not in answer.content.decode()
    assert_nothing_is_public(job)


def test_the_copy_that_was_to_be_translated_is_published_instead(db: None) -> None:
    article = factories.translate(factories.article(title=SOURCE), {SOURCE: "In English"})
    untranslated = article.revisions.earliest("created_at")
    assert untranslated.content["title"] == SOURCE
    with pytest.raises(IncompleteTranslationError):
        untranslated.publish()
    assert Page.objects.get(pk=article.pk).title == "In English"
