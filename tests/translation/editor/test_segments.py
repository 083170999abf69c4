"""wagtail-localize's own editor loses nobody's words and keeps nothing that cannot be published."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail_localize.models import StringTranslation

from cms.translation.memory.models import MemoryUnit
from tests import factories
from tests.translation.editor.editor_page import Desk
from tests.translation.editor.script import FORM, Script

pytestmark = pytest.mark.once

TITLE, SEAT = "За нас", "Седалището му е в <b>Панагюрище</b>."
OLD = "About us"
LOOK = 'FROM "wagtail_localize_stringtranslation"'


@pytest.fixture
def script(desk: Desk) -> Script:
    """Maria's."""
    return Script(desk)


@pytest.fixture
def other(desk: Desk, desk_of: Any) -> Script:
    """Ivan's, opened after Maria's."""
    return Script(desk_of("ivan"))


def error(answer: Any) -> str:
    return str(answer.json()["error"])


def test_what_is_saved_is_not_shown_as_the_script_knows_it(script: Script, desk: Desk) -> None:
    answer = script.put(TITLE, "Who  we are\n")
    assert answer.status_code == 200
    shown = answer.json()
    assert (shown["data"], shown["error"]) == ("Who  we are", None)
    assert shown["last_translated_by"]["full_name"] == "Maria"
    assert desk.translations()[TITLE] == "Who  we are"
    row = StringTranslation.objects.get(data="Who  we are")
    assert (row.translation_type, row.last_translated_by.username) == ("manual", "maria")


def test_ones_own_words_are_taken_for_somebody_elses(script: Script, desk: Desk) -> None:
    for text in ("Who we are", "About the cluster"):
        assert script.put(TITLE, text).status_code == 200
    assert script.delete(TITLE).status_code == 200
    assert TITLE not in desk.translations()
    assert script.put(TITLE, "About us").status_code == 200


def test_somebody_elses_words_are_overwritten_unseen(
    script: Script, other: Script, desk: Desk
) -> None:
    script.put(TITLE, "Who we are")
    answer = other.put(TITLE, "About the cluster")
    assert answer.status_code == 412
    assert error(answer) == (
        "Междувременно Maria промени това. Там пише: „Who we are“. "
        "Вашето не е запазено; за да замените другото, запазете своето отново."
    )
    assert desk.translations()[TITLE] == "Who we are"
    # Now that it was seen, it may be replaced; the memory has both.
    assert other.put(TITLE, "About the cluster").status_code == 200
    assert desk.translations()[TITLE] == "About the cluster"
    units = MemoryUnit.objects.filter(source=TITLE).values_list("translation", flat=True)
    assert {"Who we are", "About the cluster"} <= set(units)


def test_somebody_elses_words_are_deleted_unseen(script: Script, other: Script, desk: Desk) -> None:
    script.put(TITLE, "Who we are")
    answer = other.delete(TITLE)
    assert answer.status_code == 412
    assert "Maria" in error(answer)
    assert "Нищо не е изтрито" in error(answer)
    assert desk.translations()[TITLE] == "Who we are"
    assert other.delete(TITLE).status_code == 200
    assert TITLE not in desk.translations()


def test_what_somebody_has_deleted_is_deleted_with_an_error(script: Script, other: Script) -> None:
    script.delete(TITLE)
    assert other.delete(TITLE).status_code == 200


def test_the_panel_and_the_editor_below_overwrite_each_other(script: Script, desk: Desk) -> None:
    desk.change_source(seo_title="Клъстерът")
    form = desk.form()
    editor = Script(desk)
    editor.put("Клъстерът", "The cluster")
    desk.post({**form, desk.field("Клъстерът"): "Cluster", "action": "save"})
    assert "в друг прозорец" in desk.row("Клъстерът").get_text()
    assert desk.translations()["Клъстерът"] == "The cluster"
    desk.send("save")
    assert "в друг прозорец" in error(editor.put("Клъстерът", "Our cluster"))


@pytest.mark.skipif(connection.vendor == "sqlite", reason="whoever writes there waits anyway")
def test_two_who_save_in_the_same_moment_overwrite_each_other(script: Script, desk: Desk) -> None:
    """Whoever looks first what there is has to be through before the other looks."""
    desk.change_source(seo_title="Клъстерът")
    form = {**desk.form(), desk.field("Клъстерът"): "The cluster", "action": "save"}
    for save in (
        lambda: script.put(TITLE, "Who we are"),
        lambda: script.delete(TITLE),
        lambda: desk.client.post(desk.address, form),
    ):
        with CaptureQueriesContext(connection) as captured:
            save()
        asked = [query["sql"] for query in captured]
        waits = next(place for place, sql in enumerate(asked) if "FOR NO KEY UPDATE" in sql)
        looks = next(place for place, sql in enumerate(asked) if LOOK in sql)
        assert waits < looks


def test_a_machines_words_or_those_of_somebody_gone_have_no_author(script: Script) -> None:
    StringTranslation.objects.filter(data=OLD).update(data="By a machine")
    assert "Междувременно това беше променено. Там пише: „By a machine“." in error(
        script.put(TITLE, "Who we are")
    )


def test_a_script_that_knows_nothing_overwrites_something(script: Script, desk: Desk) -> None:
    for known in ("", '""', "*", 'W/"x"'):
        script.tags[TITLE] = known
        assert script.put(TITLE, "Mine").status_code == 412, known
    assert desk.translations()[TITLE] == OLD


def test_a_tag_that_somebody_between_has_made_a_weak_one_is_unknown(script: Script) -> None:
    script.tags[TITLE] = f"W/{script.tags[TITLE]}"
    assert script.put(TITLE, "Who we are").status_code == 200


def test_a_source_that_is_taken_over_anew_loses_what_is_being_typed(
    script: Script, desk: Desk
) -> None:
    """Its segments are numbered anew, and one is another text."""
    desk.change_source(title="Кои сме ние", summary="")
    assert script.put(TITLE, "Typed meanwhile").status_code == 200
    assert script.put(SEAT, "It sits in <b>Panagyurishte</b>.").status_code == 200
    desk.open()
    assert desk.form()[desk.field("Кои сме ние")] == "Typed meanwhile"


# What cannot be published: the segment, what is typed, and what is told of it.
FAULTS = (
    (SEAT, "Its seat is in <b>Panagyurishte.", "<b> не е затворен"),
    (SEAT, "Its seat is in <p>Panagyurishte</p>.", "<p> не се допуска"),
    (SEAT, "Its seat is in <b onclick='x()'>Panagyurishte</b>.", "атрибути"),
    (TITLE, "Who we are " * 30, "най-много 255 знака"),
    (TITLE, "Who\0we are", "знак, който не може да се запази"),
    (TITLE, "", "Първо напишете превода"),
    (TITLE, " \n ", "Първо напишете превода"),
)


def test_what_cannot_be_published_is_saved(script: Script, desk: Desk) -> None:
    before = desk.translations()
    for what, text, told in FAULTS:
        answer = script.put(what, text)
        assert answer.status_code == 400, text
        assert told in error(answer)
    assert script.send("put", TITLE).status_code == 400, "without a value"
    assert desk.translations() == before


def test_a_letter_that_cannot_be_kept_breaks_the_panel(desk: Desk) -> None:
    desk.change_source(title="Кои сме ние")
    desk.send("save", {"Кои сме ние": "Who\0we are"})
    assert "знак, който не може да се запази" in desk.row("Кои сме ние").get_text()


def test_a_segment_of_another_page_is_saved(script: Script) -> None:
    another = factories.text_page(factories.home(), title="Контакти")
    factories.translate(another, {"Контакти": "Contacts"}, live=False)
    foreign = StringTranslation.objects.get(data="Contacts")
    job, place = script.address(TITLE).rstrip("/").rsplit("/", 1)
    string, context = place.split("-")
    for key in (f"{foreign.translation_of_id}-{foreign.context_id}", f"{string}-0", f"0-{context}"):
        answer = script.client.put(f"{job}/{key}/", "value=Mine", content_type=FORM)
        assert answer.status_code == 404, key
    foreign.refresh_from_db()
    assert foreign.data == "Contacts"


def test_wagtail_localizes_own_address_saves(script: Script, desk: Desk) -> None:
    for method in (script.client.put, script.client.delete):
        answer = method(script.old_address(TITLE), "value=Mine", content_type=FORM)
        assert answer.status_code == 302
    assert desk.translations()[TITLE] == OLD


def test_whoever_may_not_is_led_to_a_page_that_passes_for_success(
    script: Script, desk: Desk
) -> None:
    type(desk.target).objects.filter(pk=desk.target.pk).update(locked=True)
    assert script.put(TITLE, "Mine").status_code == 403
    script.client.logout()
    assert script.delete(TITLE).status_code == 403
    assert desk.translations()[TITLE] == OLD
