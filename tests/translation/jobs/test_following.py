"""What is published takes its translators with it, and what they have typed."""

import pytest
from wagtail_localize.models import StringSegment, StringTranslation, TranslationSource

from cms.store.models import Entry
from cms.translation.jobs import source_updates
from cms.translation.jobs.models import JobState
from news.models import NewsPage
from tests import factories
from tests.translation.jobs.conftest import Desk
from tests.translation.jobs.steps import job, progress, publish_translation, send, translate

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("english")]


def shown() -> set[str]:
    """What the translators' editor shows of the articles' source."""
    rows = StringSegment.objects.filter(source__specific_content_type__model="newspage")
    return set(rows.values_list("string__data", flat=True))


@pytest.fixture
def article(desk: Desk) -> object:
    """Translated as it was sent."""
    page = factories.article(title="Първа", summary="Кратко")
    send(desk.client, page, "en", assignee_en=desk.anna.pk)
    translate(page, "title", "First")
    translate(page, "summary", "Short")
    publish_translation(page)
    assert progress(page).job_state == JobState.DONE
    return page


def source() -> NewsPage:
    return NewsPage.objects.get(locale__language_code="bg")


def english() -> str:
    return Entry.objects.get(locale="en", type="news", live=True).full_json


def test_new_text_is_not_shown_or_a_word_is_lost(article: object) -> None:
    page = source()
    page.summary = "Друго"
    page = factories.publish(page)
    assert shown() == {"Първа", "Друго"}
    seen = progress(page)
    assert (seen.state, seen.job_state, seen.words_left) == ("outdated", JobState.WAITING, 1)
    assert job(page).changed_at
    assert job(page).assignee
    assert '"Short"' in english()
    page.summary = "Кратко"
    page = factories.publish(page)
    assert progress(page).state == "current"
    assert StringTranslation.objects.filter(data="Short").exists()


def test_only_whole_takes_the_place_of_what_is_outdated(article: object) -> None:
    page = source()
    page.summary = "Друго"
    page = factories.publish(page)
    translate(page, "summary", "Other")
    assert (progress(page).state, progress(page).job_state) == ("outdated", JobState.IN_PROGRESS)
    assert '"Short"' in english()
    publish_translation(page)
    assert (progress(page).state, progress(page).job_state) == ("current", JobState.DONE)
    assert '"Other"' in english()


def test_another_picture_opens_a_job(article: object) -> None:
    page = source()
    page.picture, page.picture_decorative = factories.image(), True
    page = factories.publish(page)
    assert progress(page).job_state == JobState.DONE
    assert job(page).changed_at is None


def test_a_draft_is_shown(article: object) -> None:
    page = source()
    page.summary = "Друго"
    page.save_revision()
    assert shown() == {"Първа", "Кратко"}


def test_what_was_translated_before_there_were_jobs_gets_none(desk: Desk) -> None:
    page = factories.article(title="Първа")
    factories.translate(page, {"Първа": "First"})
    assert progress(page).job_state == ""
    page.title = "Втора"
    page = factories.publish(page)
    assert progress(page).job_state == JobState.WAITING


def test_a_source_that_cannot_be_taken_over_is_not_published(
    article: object, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(source: TranslationSource) -> None:
        raise ValueError("a fault of ours")

    monkeypatch.setattr(source_updates, "update_source", fail)
    page = source()
    page.summary = "Друго"
    page = factories.publish(page)
    assert progress(page).state == "outdated"
    assert "a fault of ours" in caplog.text


def test_a_category_is_forgotten(desk: Desk) -> None:
    category = factories.category(title="Проекти")
    factories.translate(category, {"Проекти": "Projects"})
    category.title = "Дела"
    category = factories.publish(category)
    assert (progress(category).state, progress(category).job_state) == ("outdated", "waiting")
