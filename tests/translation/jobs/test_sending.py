"""Sending makes jobs and drafts, nothing public; of what is there already nothing is lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone
from wagtail_localize.models import Translation

from cms.store.models import Entry
from cms.translation.jobs import submission
from cms.translation.jobs.models import Job, JobState, QueuedPage, Submission
from news.models import NewsCategory, NewsPage
from tests import factories
from tests.translation.jobs.conftest import Desk
from tests.translation.jobs.steps import job, logged_in, progress, publish_translation, send
from tests.translation.jobs.steps import translate as type_in

pytestmark = pytest.mark.usefixtures("english")


def public() -> dict[str, str]:
    entries = Entry.objects.filter(live=True).order_by("path")
    return {entry.path: entry.full_json for entry in entries}


def messages(answer: Any) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


def home_screen(desk: Desk) -> str:
    return desk.client.get("/admin/").content.decode()


def test_a_page_is_sent_without_a_draft_a_job_or_a_word(desk: Desk) -> None:
    article = factories.article(title="Първа копка", summary="Три думи тук")
    before = public()
    day = timezone.localdate() + timedelta(days=3)
    answer = send(desk.client, article, "en", assignee_en=desk.anna.pk, due=day.isoformat())
    assert "„Първа копка“ е изпратена за превод: 1 задача." in messages(answer)
    made = job(article)
    assert made.submission
    assert (made.assignee, made.due, made.submission.sent_by) == (desk.anna, day, desk.coordinator)
    assert not made.translation.get_target_instance().live
    assert public() == before
    seen = progress(article)
    assert (seen.job_state, seen.state, seen.words, seen.words_left) == ("waiting", "missing", 5, 5)
    assert not seen.overdue


def test_a_section_is_sent_without_its_pages_or_with_drafts_and_aliases(desk: Desk) -> None:
    index = factories.news_index()
    articles = [factories.article(title=f"Новина {number}") for number in range(3)]
    draft = factories.article(title="Чернова", live=False)
    articles[0].create_alias(update_slug="alias")
    answer = send(desk.client, index, "en", include_subtree="on")
    assert "3 задачи" in messages(answer)
    assert [progress(one).job_state for one in articles] == [JobState.WAITING] * 3
    assert progress(draft).job_state == ""
    assert Job.objects.count() == 3, "what is translated and current is sent again"


def test_a_page_is_sent_into_one_language_of_two(desk: Desk, german: Any) -> None:
    article = factories.article()
    send(desk.client, article, "en", "de", assignee_en=desk.boris.pk)
    assert job(article, "en").assignee == desk.boris
    assert job(article, "de").assignee is None
    assert Submission.objects.count() == 1


def test_what_a_page_needs_is_left_behind_or_taken_off_the_site(desk: Desk) -> None:
    live, new = factories.category(title="Проекти"), factories.category(title="Събития")
    factories.translate(live, {"Проекти": "Projects"})
    article = factories.article(categories=[live, new])
    send(desk.client, article, "en")
    english = NewsCategory.objects.get(locale__language_code="en", slug="projects")
    assert english.live, "sending a page takes its category off the site"
    assert progress(new).job_state == JobState.WAITING
    assert not Job.objects.filter(translation__source__object_id=live.translation_key).exists()


def test_what_is_public_changes_when_it_is_sent_again(desk: Desk) -> None:
    article = factories.article(title="Първа", summary="Кратко")
    factories.translate(article, {"Първа": "First", "Кратко": "Short"})
    article.summary = "Друго"
    article = factories.publish(article)
    before = public()
    send(desk.client, article, "en", assignee_en=desk.anna.pk)
    factories.settle()
    assert public() == before
    english = NewsPage.objects.get(locale__language_code="en")
    assert (english.title, english.summary, english.live) == ("First", "Short", True)
    assert job(article).assignee == desk.anna
    assert (progress(article).job_state, progress(article).words_left) == ("waiting", 1)


@pytest.mark.parametrize("live", [True, False])
def test_what_is_written_by_hand_is_taken_away_from_its_author(desk: Desk, live: bool) -> None:
    article = factories.article()
    target = factories.translate(article, {}, live=live)
    Translation.objects.update(enabled=False)
    article.summary = "Друго"
    factories.publish(article)
    answer = send(desk.client, article, "en")
    assert "няма какво да се превежда" in messages(answer)
    assert not Job.objects.exists()
    assert not Translation.objects.filter(enabled=True).exists()
    target.refresh_from_db()
    assert target.live == live


def test_a_snippet_is_not_sent(desk: Desk) -> None:
    category = factories.category()
    before = public()
    send(desk.client, category, "en", assignee_en=desk.anna.pk)
    assert progress(category).job_state == JobState.WAITING
    assert public() == before


def test_the_course_of_a_job(desk: Desk) -> None:
    article = factories.article(title="Първа", summary="Кратко")
    send(desk.client, article, "en")
    seen = [progress(article).job_state]
    type_in(article, "title", "First")
    seen.append(progress(article).job_state)
    type_in(article, "summary", "Short")
    seen.append((progress(article).job_state, progress(article).words_left))
    page = job(article).translation.get_target_instance()
    page.get_workflow().start(page, desk.anna)
    seen.append(progress(article).job_state)
    page.current_workflow_state.cancel()
    publish_translation(article)
    seen.append(progress(article).job_state)
    assert seen == ["waiting", "in_progress", ("in_progress", 0), "in_review", "done"]


def test_what_is_late_does_not_stand_out_or_what_is_done_does(desk: Desk) -> None:
    article = factories.article()
    send(desk.client, article, "en")
    Job.objects.update(due=timezone.localdate() - timedelta(days=1))
    assert progress(article).overdue
    type_in(article, "title", "First")
    publish_translation(article)
    assert not progress(article).overdue
    type_in(article, "title", "First", kind="machine")
    assert (progress(article).state, progress(article).job_state) == ("machine", "in_progress")


# What is refused


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"locales": []}, "Изберете поне един език."),
        ({"locales": ["999"]}, "Не може да се изпрати на езика 999"),
        ({"locales": ["9" * 20]}, "Не може да се изпрати на езика 999"),
        ({"locales": ["english"]}, "„english“ не е език"),
        ({"assignee_en": "someone"}, "Това не е преводач на English"),
        ({"assignee_en": "coordinator"}, "Това не е преводач на English"),
        ({"due": "2020-01-01"}, "Този ден е минал"),
        ({"due": "утре"}, "Това не е дата: напишете я като 2030-12-31."),
    ],
)
def test_a_mistake_is_not_named_or_sends_something(
    desk: Desk, fields: dict[str, Any], message: str
) -> None:
    if fields.get("assignee_en") == "coordinator":
        fields = {"assignee_en": desk.coordinator.pk}
    answer = send(desk.client, factories.article(), "en", **fields)
    assert message in answer.content.decode()
    assert not Submission.objects.exists()


def test_a_translation_is_sent_in_place_of_its_source(desk: Desk, german: Any) -> None:
    target = factories.translate(factories.article(), {})
    administrator = desk.anna
    administrator.is_superuser = True
    administrator.save()
    answer = send(logged_in(administrator), target, "de")
    assert "Това е превод" in messages(answer)
    assert not Submission.objects.exists()


def test_who_only_writes_sends(desk: Desk) -> None:
    desk.coordinator.groups.clear()
    desk.coordinator.user_permissions.add(Permission.objects.get(codename="access_admin"))
    send(desk.client, factories.article(), "en")
    assert not Submission.objects.exists()


# Many pages


def test_a_big_section_is_sent_before_the_answer_or_twice_by_a_killed_worker(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(submission, "MAX_IMMEDIATE", 2)
    articles = [factories.article(title=f"Новина {number}") for number in range(4)]
    answer = send(desk.client, factories.news_index(), "en", include_subtree="on")
    assert "5 страници" in messages(answer)
    assert not Job.objects.exists()
    sent = Submission.objects.get()
    for done in range(1, 6):
        with pytest.MonkeyPatch.context() as patch:
            # The worker dies at the last step of each page, before the commit.
            patch.setattr(QueuedPage, "delete", die)
            with pytest.raises(DeadError):
                submission.send_next_page()
        assert sent.queued_pages.count() == 6 - done, "what died half-way counts as sent"
        submission.send_next_page()
        assert sent.queued_pages.count() == 5 - done
        assert (f"изпраща за превод: {done} от 5" in home_screen(desk)) == (done < 5)
    assert submission.send_next_page() > 0
    sent.refresh_from_db()
    assert sent.finished_at
    assert [progress(one).job_state for one in articles] == [JobState.WAITING] * 4
    assert NewsPage.objects.filter(locale__language_code="en").count() == 4
    assert Job.objects.count() == 4


class DeadError(BaseException):
    """The worker is killed."""


def die(*args: Any) -> None:
    raise DeadError


def test_a_page_that_cannot_be_sent_holds_up_the_others(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    articles = [factories.article(title=f"Новина {number}") for number in range(3)]
    save_target = Translation.save_target

    def fail(self: Translation, **kwargs: Any) -> None:
        if self.source.object_repr == "Новина 1":
            raise ValueError("a fault of ours")
        save_target(self, **kwargs)

    monkeypatch.setattr(Translation, "save_target", fail)
    answer = send(desk.client, factories.news_index(), "en", include_subtree="on")
    assert "не можаха да бъдат изпратени: Новина 1" in messages(answer)
    assert [progress(one).job_state for one in articles] == ["waiting", "", "waiting"]
    assert not Translation.objects.filter(source__object_repr="Новина 1").exists()
    assert "a fault of ours" in caplog.text
    assert "не можаха да бъдат изпратени: Новина 1" in home_screen(desk)
