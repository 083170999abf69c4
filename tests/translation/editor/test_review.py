"""It goes to its reviewer whole, is read beside its source, and is live once approved."""

from typing import Any

import pytest
from wagtail.models import WorkflowState
from wagtail_localize.models import StringTranslation

from cms.store.models import Entry
from tests import factories
from tests.translation.editor.editor_page import Desk

pytestmark = pytest.mark.once

REVIEWERS = "Проверяващи (en)"


@pytest.fixture
def reviewer(desk: Desk, desk_of: Any) -> Desk:
    return desk_of("petya", REVIEWERS)


def status(desk: Desk) -> str:
    states = WorkflowState.objects.filter(object_id=str(desk.target.pk)).order_by("-pk")
    return str(states.values_list("status", flat=True).first())


def told(desk: Desk) -> str:
    """What is public of the translation."""
    factories.settle()
    entry = Entry.objects.filter(live=True, locale="en", type="about").first()
    return entry.full_json if entry else ""


def section(desk: Desk) -> str:
    found = desk.seen.select_one("#translation-review")
    return " ".join(found.get_text().split()) if found else ""


def test_a_half_translated_page_is_sent(desk: Desk) -> None:
    desk.change_source(title="Кои сме ние", summary="Накратко за нас")
    desk.send("send-for-review", {"Кои сме ние": "Who we are"})
    assert status(desk) == "None"
    assert "1 от общо 4 откъса още не е преведен" in desk.messages()
    assert desk.translations()["Кои сме ние"] == "Who we are", "what was written is lost"


def test_a_translation_is_not_live_once_it_is_approved(desk: Desk, reviewer: Desk) -> None:
    desk.change_source(title="Кои сме ние")
    desk.send("send-for-review", {"Кои сме ние": "Who we are"})
    assert status(desk) == "in_progress"
    assert "изпратен за проверка" in desk.messages()
    assert "Преводът е на проверка. Изпратен от Maria" in section(desk)
    assert told(desk) == ""
    reviewer.open()
    cells = [" ".join(cell.get_text().split()) for cell in reviewer.seen.select("td")]
    assert ("Заглавие Кои сме ние", "Who we are") in list(zip(cells[::2], cells[1::2], strict=True))
    reviewer.post({**reviewer.form(), "comment": "", "action": "approve"})
    assert "одобрен и публикуван" in reviewer.messages()
    assert status(desk) == "approved"
    assert "Who we are" in told(desk)


def test_what_changed_is_not_marked_for_the_reviewer(desk: Desk, reviewer: Desk) -> None:
    desk.send("send-for-review")
    reviewer.open()
    reviewer.post({**reviewer.form(), "action": "approve"})
    desk.change_source(summary="Кратко за нас")
    row = StringTranslation.objects.get(data="About us")
    row.data = "About the cluster"
    row.save()
    desk.open()
    desk.send("send-for-review", {"Кратко за нас": "In short about us"})
    reviewer.open()
    changed = [row.get_text() for row in reviewer.seen.select(".side-by-side__changed")]
    assert len(changed) == 2
    assert [each.get_text() for each in reviewer.seen.select(".side-by-side del")] == ["us"]
    marked = [each.get_text().strip() for each in reviewer.seen.select(".side-by-side ins")]
    assert marked == ["the cluster", "за нас", "about us"]


def test_what_is_in_review_is_changed_by_its_translator(desk: Desk, reviewer: Desk) -> None:
    desk.send("send-for-review")
    assert not desk.seen.select_one("#translation-panel")
    assert desk.seen.select_one(".translation-parts--locked .side-by-side")
    before = desk.translations()
    row = StringTranslation.objects.get(data="About us")
    key = f"{row.translation_of_id}-{row.context_id}"
    desk.post({f"text-{key}": "Mine", "action": f"save:{key}"})
    assert desk.translations() == before
    desk.post({"action": "approve"})
    assert status(desk) == "in_progress"


def test_a_returned_translation_does_not_say_why(desk: Desk, reviewer: Desk) -> None:
    desk.send("send-for-review")
    reviewer.open()
    reviewer.post({**reviewer.form(), "comment": "  ", "action": "return"})
    assert "Напишете какво да се поправи" in reviewer.messages()
    assert status(desk) == "in_progress"
    reviewer.post({**reviewer.form(), "comment": "Името е <сгрешено>\0", "action": "return"})
    assert status(desk) == "needs_changes"
    desk.open()
    assert "Върнат за поправки от Petya" in section(desk)
    assert "Името е <сгрешено>" in section(desk)
    desk.send("send-for-review")
    assert status(desk) == "in_progress"
    assert WorkflowState.objects.count() == 1


def test_a_reviewers_correction_is_left_out_of_what_they_approve(
    desk: Desk, reviewer: Desk
) -> None:
    desk.send("send-for-review")
    row = StringTranslation.objects.get(data="About us")
    row.data = "About the cluster"
    row.save()
    reviewer.open()
    reviewer.post({**reviewer.form(), "action": "approve"})
    assert "About the cluster" in told(desk)


def test_a_translator_approves_or_publishes(desk: Desk) -> None:
    desk.post({"action": "approve"})
    desk.post({"action": "publish"})
    desk.open()
    assert told(desk) == ""
    assert not desk.seen.select_one("button[value=approve]")
    assert desk.seen.select_one(".translation-parts--unpublishing")


def test_a_text_that_does_not_fit_its_field_is_sent(desk: Desk) -> None:
    desk.change_source(title="Кои сме ние")
    desk.send("send-for-review", {"Кои сме ние": "Who we are " * 30})
    assert "най-много 255 знака, а написаните са 329" in desk.row("Кои сме ние").get_text()
    desk.send("send-for-review", {"Кои сме ние": "Who we are"})
    assert status(desk) == "in_progress"


def test_a_text_that_came_in_by_another_way_does_not_fit_and_is_sent(desk: Desk) -> None:
    desk.change_source(seo_title="Кои сме ние")
    desk.send("save", {"Кои сме ние": "Who we are"})
    row = StringTranslation.objects.get(data="Who we are")
    row.data = "Who we are " * 30
    row.save()
    desk.post({"action": "send-for-review"})
    assert status(desk) == "None"
    assert "не се побира" in desk.messages()
    assert "255" in desk.row("Кои сме ние").get_text()


def test_a_snippet_is_sent_for_review(desk: Desk, person: Any) -> None:
    """It has no workflow: its reviewer publishes it."""
    category = factories.category(title="Проекти")
    factories.translate(category, {"Проекти": "Projects"}, live=False)
    snippet = Desk.of(person("petar"), category)
    assert not snippet.seen.select_one("#translation-review")
    snippet.post({"action": "send-for-review"})
    assert not WorkflowState.objects.exists()


def test_the_second_of_two_is_not_told_of_the_first(desk: Desk, desk_of: Any) -> None:
    assert not desk.seen.select_one("#others-here")
    other = desk_of("ivan")
    here = other.seen.select_one("#others-here")
    assert here
    assert "Maria" in here.get_text()
    # The header goes on asking.
    assert other.seen.select_one("form.w-editing-sessions")
