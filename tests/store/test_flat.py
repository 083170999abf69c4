"""What a publish and a rebuild cost does not grow with how much there is.

The long runs (`make prove`) have 10,000 articles in the store, and rebuild it from 2,000 pages.
"""

import gc
import os
import re
import tracemalloc
from collections import Counter
from datetime import timedelta
from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.admin.models import EditingSession

from cms.store import consistency
from cms.store.models import Entry, ListState
from news.models import NewsPage
from tests import factories
from tests.admin_client import PUBLISH, Office, administrator, body

pytestmark = pytest.mark.django_db

PROVE = "PROVE" in os.environ
ARTICLES = 10_000 if PROVE else 300
PAGES = 2_000 if PROVE else 220


def shape(sql: str) -> str:
    """A statement without its values."""
    return re.sub(r"'(?:[^']|'')*'|\d+", "?", sql)


def publishing(office: Office, article: NewsPage, text: str) -> list[str]:
    """What publishing the article with another text asks of the database."""
    # Wagtail deletes them an hour after their last sign of life: here, after sixty calls of `now`.
    EditingSession.objects.all().delete()
    with CaptureQueriesContext(connection) as captured:
        answer = office.edit(article, office.form(article) | body(text) | PUBLISH)
    assert answer.status_code == 302, answer.content.decode()
    assert text in Entry.objects.get(type="news", path="/bg/novini/parva-kopka/").full_json
    return [query["sql"] for query in captured.captured_queries]


def test_a_publish_asks_no_more_of_the_database_where_more_is_stored(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Two publishes within a second would have the same `updated_at`, and write less.
    now = timezone.now()
    minutes = count()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(minutes=next(minutes)))
    factories.site_profile()
    article = factories.article(categories=[factories.category()])
    office = Office(administrator())
    factories.copies(article, 10)
    publishing(office, article, "За загряване")
    few = publishing(office, article, "При десет")
    factories.copies(article, ARTICLES)
    many = publishing(office, article, "При много")
    assert ListState.objects.get(name="type:news", locale="bg").count == ARTICLES + 11
    assert len(many) == len(few), Counter(map(shape, many)) - Counter(map(shape, few))


def _collect(done: int, of: int) -> None:
    gc.collect()


def rebuilding() -> int:
    """The most memory, in bytes, that a rebuild holds at a time.

    The garbage of a batch is collected after it: how long Python lets it lie depends on all
    that the process did before.
    """
    tracemalloc.start()
    consistency.sync(_collect, rebuild=True)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


@pytest.mark.once
def test_a_rebuild_holds_more_in_memory_where_more_is_stored() -> None:
    """Beside the pages' names, of which it keeps a list: some 200 bytes each."""
    factories.site_profile()
    factories.many_articles(110)
    rebuilding()
    few = rebuilding()
    factories.many_articles(PAGES - 110)
    assert rebuilding() < few * 1.5 + 1_000 * PAGES
