"""The translators' list equals the pages when nothing but a record of wagtail-localize changes."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail_localize.models import Translation, TranslationSource

from cms.store import consistency as store_consistency
from cms.translation.jobs import consistency as jobs_consistency
from tests import factories
from tests.admin_client import administrator
from tests.translation.jobs.conftest import Desk
from tests.translation.jobs.steps import logged_in, progress, publish_translation, send, translate

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def admin_client(db: None) -> Client:
    return logged_in(administrator())


@pytest.fixture(params=["article", "category"])
def content(request: pytest.FixtureRequest, desk: Desk) -> Any:
    """A page and a snippet with a translation that is in progress."""
    content = factories.article() if request.param == "article" else factories.category()
    send(desk.client, content, "en")
    assert_consistent()
    return content


def assert_consistent() -> None:
    assert list(store_consistency.find_differences()) == []
    assert list(jobs_consistency.find_differences()) == []


def translation_of(content: Any) -> Translation:
    return Translation.objects.get(source__object_id=content.translation_key)


def stop_by_form(client: Client, content: Any) -> None:
    route = "wagtail_localize:stop_translation"
    answer = client.post(reverse(route, args=[translation_of(content).pk]))
    assert answer.status_code == 302
    assert not translation_of(content).enabled


def restart_by_form(client: Client, content: Any) -> None:
    target = translation_of(content).get_target_instance()
    names = ["wagtailadmin_pages:edit", target.pk]
    if not hasattr(target, "url_path"):
        names = [type(target).snippet_viewset.get_url_name("edit"), target.pk]
    answer = client.post(reverse(names[0], args=names[1:]), {"localize-restart-translation": "1"})
    assert answer.status_code == 302
    assert translation_of(content).enabled


def test_translation_stopped_by_its_form_is_not_in_progress(
    admin_client: Client, content: Any
) -> None:
    stop_by_form(admin_client, content)
    assert progress(content).translation is None
    assert_consistent()


def test_translation_restarted_by_its_form_is_in_progress(
    admin_client: Client, content: Any
) -> None:
    stop_by_form(admin_client, content)
    restart_by_form(admin_client, content)
    assert progress(content).translation == translation_of(content)
    assert_consistent()


def test_record_saved_outside_a_publish_transaction_is_in_progress(
    content: Any, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    translation = translation_of(content)
    for enabled in (False, True):
        translation.enabled = enabled
        with django_capture_on_commit_callbacks(execute=True):
            translation.save(update_fields=["enabled"])
        assert (progress(content).translation is not None) is enabled
        assert_consistent()


def test_deleted_translation_is_not_in_progress(
    content: Any, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        translation_of(content).delete()
    assert progress(content).translation is None
    assert_consistent()


def test_list_equals_the_pages_after_the_source_record_is_deleted(
    content: Any, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    translate(content, "title", "Translated")
    publish_translation(content)
    assert_consistent()
    with django_capture_on_commit_callbacks(execute=True):
        TranslationSource.objects.filter(object_id=content.translation_key).delete()
    assert_consistent()


def test_list_equals_the_pages_after_a_translation_becomes_a_source(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    article = factories.article()
    with django_capture_on_commit_callbacks(execute=True):
        copy = article.copy_for_translation(factories.locale("en"), alias=False)
        copy.save_revision().publish()
    with django_capture_on_commit_callbacks(execute=True):
        TranslationSource.get_or_create_from_instance(copy)
    assert_consistent()
