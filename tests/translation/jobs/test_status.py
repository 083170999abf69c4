"""`manage.py translation_status`: the list's numbers, and what in it is wrong."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from wagtail_localize.models import StringTranslation

from cms.translation.jobs import source_updates
from cms.translation.jobs.models import Progress
from news.models import NewsPage
from tests import factories
from tests.translation.jobs.conftest import Desk
from tests.translation.jobs.steps import job, progress, send
from tests.translation.jobs.steps import translate as type_in

pytestmark = pytest.mark.usefixtures("english")


def status(*arguments: str) -> str:
    out = StringIO()
    call_command("translation_status", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def article(desk: Desk) -> NewsPage:
    page = factories.article(title="Първа копка", summary="Три думи тук")
    send(desk.client, page, "en", assignee_en=desk.anna.pk)
    return page


def test_the_numbers_are_others(article: NewsPage) -> None:
    assert status() == (
        "en: 2 current, 0 machine, 0 outdated, 1 missing; 5 words left; "
        "jobs: 1 waiting, 0 in_progress, 0 in_review, 0 done, 0 overdue\n"
    )
    assert status("--language", "en", "--state", "outdated") == ""
    heading, row = status("--csv", "--state", "missing").splitlines()
    assert heading == "title,language,state,job_state,words_left,assignee_name,due"
    assert row == "Първа копка,English,missing,waiting,5,anna,"
    with pytest.raises(CommandError, match="no language “fr”; there are: bg, en"):
        status("--language", "fr")


@pytest.fixture
def differing(article: NewsPage) -> list[str]:
    """A list that is wrong, a source whose new text translators are not shown."""
    factories.translate(article, {})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(source_updates, "update_source", lambda source: None)
        index = factories.news_index()
        index.summary = "Друго"
        factories.publish(index)
    Progress.objects.filter(title="Първа копка").update(state="missing", words_left=7)
    return [
        f"page:{article.translation_key} en: the list says",
        f"page:{index.translation_key}: its translators are not shown",
    ]


def test_a_difference_is_not_found_or_not_mended(differing: list[str]) -> None:
    out = StringIO()
    with pytest.raises(CommandError, match="in 2 places"):
        call_command("translation_status", "--check", stdout=out)
    assert all(line in out.getvalue() for line in differing)
    assert "what the pages tell" in status("--mend")
    assert "what the pages tell" in status("--check")
    assert progress(factories.news_index()).job_state == "waiting"


def test_a_translation_behind_the_signals_back_is_not_found(article: NewsPage) -> None:
    type_in(article, "title", "First")
    StringTranslation.objects.filter(data="First").update(has_error=True)
    with pytest.raises(CommandError, match="in 1 places"):
        status("--check")


def test_to_check_writes(article: NewsPage, django_assert_max_num_queries: Any) -> None:
    job(article)
    with django_assert_max_num_queries(200) as captured:
        status("--check")
    written = [sql for q in captured.captured_queries if not (sql := q["sql"]).startswith("SELECT")]
    assert written == []
