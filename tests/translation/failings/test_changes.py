"""What becomes of a translation whose source has changed, and of its words."""

import pytest
from django.test import Client

from cms.store.flush import publish_transaction
from news.models import NewsPage
from tests import factories
from tests.translation.failings.steps import (
    SOURCE,
    editor,
    job,
    publish_translation,
    send,
    take_over,
    translate,
)

pytestmark = pytest.mark.once

TRANSLATION = "In English at last"


def translated(office: Client, article: NewsPage) -> NewsPage:
    """Sent, translated to its end, and published; return its source."""
    send(office, article)
    translate(article, "title", "Project 2026")
    translate(article, "summary", TRANSLATION)
    publish_translation(office, article)
    return NewsPage.objects.get(pk=article.pk)


def change(article: NewsPage) -> None:
    """Publish the source with one letter changed."""
    article.summary = SOURCE.replace("б", "Б")
    factories.publish(article)


# 2: “`get_progress()` measures the frozen `TranslationSource`: after the source is edited and
# published it still says complete.”


def test_an_old_text_is_told_to_be_translated(
    office: Client, article: NewsPage, stock: bool
) -> None:
    change(translated(office, article))
    total, done = job(article).get_progress()
    assert (total == done) is stock


def test_translators_are_shown_what_was_sent_and_not_what_is_published(
    office: Client, article: NewsPage, stock: bool
) -> None:
    """“Sources are read from the database row, not the latest draft.” So they are here, where what
    nobody has published is shown to no translator; but then it is."""
    with publish_transaction():
        article.summary = "Тайна"
        article.save_revision()
    send(office, article)
    assert "Тайна" not in editor(office, article)
    factories.publish(article)
    assert ("Тайна" not in editor(office, article)) is stock


# 4: “A segment is a whole paragraph; a one-letter fix loses its translation.”


def test_a_changed_letter_loses_the_translation(
    office: Client, article: NewsPage, stock: bool
) -> None:
    change(translated(office, article))
    take_over(office, article)
    assert (TRANSLATION not in editor(office, article)) is stock


# 5: “No memory across pages.”


def test_what_is_translated_elsewhere_is_translated_anew(
    office: Client, article: NewsPage, stock: bool
) -> None:
    translated(office, article)
    other = factories.article(title="Друга", summary=SOURCE)
    send(office, other)
    assert (TRANSLATION not in editor(office, other)) is stock
