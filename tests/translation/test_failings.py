"""Where wagtail-localize by itself does what must never happen: each is shown, then ours.

What it takes a whole room to mend is shown there: progress and lost words in `jobs` and `editor`,
memory in `memory`, files in `exchange`, what becomes of translations when their source goes in
tests/backoffice/test_following.py, rights and locks in tests/backoffice/role_table.txt, drafts of
what is live in `test_drafts`, deleted pictures in tests/blocks/test_streams.py.
"""

from typing import Any

import pytest
from django.utils.text import slugify as djangos_slugify
from pytest_django import Settings
from wagtail.models import DraftStateMixin, RevisionMixin, TranslatableMixin
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object

from cms import localized
from cms.entry_types import snippet_models
from cms.slugs import slugify
from cms.store.flush import publishing
from cms.store.models import Entry
from news.models import NewsPage
from tests import factories
from tests.store.operations import committing

pytestmark = pytest.mark.django_db
SOURCE = "Само на български"


@pytest.fixture
def article() -> NewsPage:
    factories.translate(factories.home(), {})
    factories.translate(factories.news_index(), {})
    return factories.article(title="Проект 2026", summary=SOURCE)


@pytest.fixture
def stock(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """wagtail-localize as it comes: nothing asks whether a translation is whole."""
    monkeypatch.setattr(localized, "require_whole", lambda thing: None)
    settings.WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = True
    settings.WAGTAILLOCALIZE_DISABLE_ON_DELETE = False


def send(page: NewsPage) -> None:
    with committing():
        translate_object(NewsPage.objects.get(pk=page.pk), [factories.locale("en")])
    factories.settle()


def english() -> Any:
    return NewsPage.objects.filter(locale=factories.locale("en")).first()


def is_told_in_english() -> bool:
    return Entry.objects.filter(locale="en", live=True, whole__contains=SOURCE).exists()


@pytest.mark.usefixtures("stock")
def test_stock_publishes_what_is_sent(article: NewsPage) -> None:
    """“Submitting a live page publishes the untranslated text in the other language.”"""
    send(article)
    assert english().live
    assert is_told_in_english()


def test_what_is_sent_is_a_draft(article: NewsPage) -> None:
    send(article)
    assert not english().live
    assert not is_told_in_english()


@pytest.mark.usefixtures("stock")
def test_stock_publishes_the_sources_text_where_a_translation_is_missing(article: NewsPage) -> None:
    """“`save_target()` publishes with the source's text where a translation is missing.”"""
    half_translated(article)
    assert english().title == "Project 2026"
    assert is_told_in_english()


def test_half_a_translation_is_refused(article: NewsPage) -> None:
    with pytest.raises(localized.IncompleteTranslationError):
        half_translated(article)
    assert not is_told_in_english()


def half_translated(article: NewsPage) -> None:
    source, _ = TranslationSource.get_or_create_from_instance(article)
    job = Translation.objects.create(source=source, target_locale=factories.locale("en"))
    segment = StringSegment.objects.get(source=source, context__path="title")
    StringTranslation.objects.create(
        translation_of=segment.string,
        context=segment.context,
        locale=job.target_locale,
        data="Project 2026",
    )
    with committing():
        job.save_target(publish=True)
    factories.settle()


@pytest.mark.usefixtures("stock")
def test_stock_forgets_what_was_translated_with_the_page(article: NewsPage) -> None:
    """“Delete wipes the string translations.”"""
    delete_translated(article)
    assert not StringTranslation.objects.filter(data="Project 2026").exists()


def test_what_was_translated_outlives_the_page(article: NewsPage) -> None:
    delete_translated(article)
    assert StringTranslation.objects.filter(data="Project 2026").exists()


def delete_translated(article: NewsPage) -> None:
    factories.translate(article, {"Проект 2026": "Project 2026"})
    with publishing():
        english().delete()
        NewsPage.objects.get(pk=article.pk).delete()


def test_a_draft_is_sent_with_the_live_page(article: NewsPage) -> None:
    """“Sources are read from the database row, not the latest draft.” So they are here, too: what
    nobody has published reaches no translator."""
    with publishing():
        article.title = "Тайна"
        article.save_revision()
    send(article)
    sent = StringSegment.objects.filter(source__object_id=article.translation_key)
    assert "Проект 2026" in sent.values_list("string__data", flat=True)
    assert "Тайна" not in sent.values_list("string__data", flat=True)


def test_a_slug_is_cut_to_its_digits(article: NewsPage) -> None:
    """“ASCII-slugifying turns `проект-2026` into `2026`”, and the slug is sent to a machine."""
    assert djangos_slugify("Проект 2026") == "2026"
    assert slugify("Проект 2026") == article.slug == "proekt-2026"
    assert factories.translate(article, {"Проект 2026": "Project 2026"}).slug == "project-2026"
    segments = StringSegment.objects.filter(source__object_id=article.translation_key)
    assert not segments.filter(context__path="slug").exists()


def test_a_snippet_is_public_when_it_is_sent() -> None:
    """“A snippet without `DraftStateMixin` is published with the source's text at submit.”"""
    for model in snippet_models():
        assert issubclass(model, TranslatableMixin)
        assert issubclass(model, DraftStateMixin)
        assert issubclass(model, RevisionMixin)
        assert issubclass(model, localized.LocalizedSnippet)
