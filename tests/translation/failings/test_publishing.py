"""What is public in another language before it is translated."""

import pytest
from django.test import Client
from wagtail.models import DraftStateMixin, RevisionMixin, TranslatableMixin
from wagtail_localize import models, operations

from cms.content import translatable
from cms.content.entry_types import list_snippet_models
from news.models import NewsPage
from tests import factories
from tests.translation.failings.steps import (
    SOURCE,
    english,
    publish_translation,
    send,
    told_in_english,
    translate,
)

pytestmark = pytest.mark.once

# 1: “Submitting a live page publishes the untranslated text in the other language.”


def test_what_is_sent_is_public(office: Client, article: NewsPage, stock: bool) -> None:
    send(office, article)
    assert english(article).live is stock
    assert told_in_english(SOURCE) is stock


# 3: “`save_target()` publishes with the source's text where a translation is missing.”


def test_half_a_translation_is_public(office: Client, article: NewsPage, stock: bool) -> None:
    send(office, article)
    translate(article, "title", "Project 2026")
    publish_translation(office, article)
    assert told_in_english("Project 2026") is stock
    assert told_in_english(SOURCE) is stock


# 11: “A snippet without `DraftStateMixin` is published with the source's text at submit.”


class NoDrafts:
    """In place of `DraftStateMixin`: nothing has drafts."""


def test_a_snippet_is_public_once_it_is_sent(
    office: Client, article: NewsPage, stock: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if stock:
        monkeypatch.setattr(operations, "DraftStateMixin", NoDrafts)
        monkeypatch.setattr(models, "DraftStateMixin", NoDrafts)
    category = factories.category(title=SOURCE)
    send(office, category)
    assert english(category).live is stock
    assert told_in_english(SOURCE) is stock


def test_a_snippet_has_no_drafts() -> None:
    for model in list_snippet_models():
        assert issubclass(model, TranslatableMixin)
        assert issubclass(model, DraftStateMixin)
        assert issubclass(model, RevisionMixin)
        assert issubclass(model, translatable.TranslatableSnippet)
