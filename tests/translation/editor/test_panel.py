"""A translator sees what has changed and nothing else, begins with what there was, and loses
nothing."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail_localize.models import StringTranslation

from cms.store.flush import publish_transaction
from cms.translation.memory.models import MemoryUnit
from tests import factories
from tests.translation.editor.conftest import BODY
from tests.translation.editor.editor_page import Desk
from tests.translation.editor.texts import another_page, body

pytestmark = pytest.mark.once

OLD = "Клъстерът обединява двадесет фирми от Средногорието."
NEW = "Клъстерът обединява тридесет фирми от Средногорието."


def change_a_word(desk: Desk) -> None:
    """In the first paragraph, of the block as it stands."""
    block = type(desk.source).objects.get(pk=desk.source.pk).body[0]
    raw = [{"type": "text", "id": block.id, "value": BODY[0][1].replace(OLD, NEW)}]
    desk.change_source(body=raw)


def test_a_whole_page_leaves_something_to_translate(desk: Desk) -> None:
    assert desk.rows() == []
    assert "Всичко е преведено." in desk.seen.get_text()


def test_a_changed_word_shows_more_than_its_paragraph(desk: Desk) -> None:
    change_a_word(desk)
    (row,) = desk.seen.select(".translation-row")
    before, after = row.select(".translation-row__source")
    assert before.get_text("").strip() == f"Преди: {OLD}"
    assert [each.get_text() for each in row.select("del")] == ["двадесет"]
    assert [each.get_text() for each in row.select("ins")] == ["тридесет"]
    assert after.get_text("").strip() == f"Сега: {NEW}"
    field = row.select_one("textarea")
    assert field
    assert field.get_text().strip() == "The cluster unites twenty companies of Srednogorie."


def test_an_old_translation_is_taken_for_a_new_one(desk: Desk) -> None:
    """What nobody has touched is not saved, until somebody says that it is right as it stands."""
    change_a_word(desk)
    desk.send("save")
    assert NEW not in desk.translations()
    assert "Нищо не е написано" in desk.messages()
    desk.send(f"save:{desk.key('тридесет')}")
    assert desk.translations()[NEW] == "The cluster unites twenty companies of Srednogorie."


# As files and machines have left them: with a space at an end, or in more lines than one.
LOOSE = [" We ", "We\n", "We\rall", "We\r\nall", "\n\n We\n\rall\u2028"]


def say(text: str, said: str) -> None:
    """Have the translation of a text in words that no field sends so, past all that tidies it."""
    StringTranslation.objects.filter(translation_of__data=text).update(data=said)


@pytest.mark.parametrize("text", LOOSE)
def test_an_old_translation_with_a_space_too_many_is_taken_for_a_new_one(
    desk: Desk, text: str
) -> None:
    row = StringTranslation.objects.get(translation_of__data="За нас")
    row.data = text
    row.save()
    desk.change_source(title="Кои сме ние")
    desk.send("save")
    assert "Кои сме ние" not in desk.translations()
    assert "Нищо не е написано" in desk.messages()
    desk.send(f"save:{desk.key('Кои сме ние')}")
    assert desk.translations()["Кои сме ние"] == " ".join(text.splitlines()).strip()


@pytest.mark.parametrize("text", LOOSE)
def test_a_machines_line_end_passes_for_a_persons_word(desk: Desk, text: str) -> None:
    say("За нас", text)
    machine_says(desk, text)
    desk.send("save")
    assert kinds(desk)[text] == "machine"
    desk.send("confirm:all")
    assert desk.rows() == []
    assert desk.translations()["За нас"] == " ".join(text.splitlines()).strip()


def test_the_same_words_are_a_conflict_for_a_space(desk: Desk, desk_of: Any) -> None:
    desk.change_source(summary="Накратко за нас")
    desk_of("ivan").send("save", {"Накратко": "Briefly"})
    say("Накратко за нас", "Briefly ")
    desk.send("save", {"Накратко": "Briefly"})
    assert desk.rows() == []
    assert "не е запазен" not in desk.messages()


def test_a_save_loses_what_is_written_beside_it(desk: Desk) -> None:
    desk.change_source(title="Кои сме ние", summary="Накратко за нас", seo_title="Клъстерът")
    assert desk.rows() == ["Кои сме ние", "Накратко за нас", "Клъстерът"]
    place = desk.send(
        f"save:{desk.key('Кои сме ние')}",
        {"Кои сме ние": "Who we are", "Клъстерът": "The  cluster\r\n"},
    )
    assert desk.translations()["Кои сме ние"] == "Who we are"
    assert desk.translations()["Клъстерът"] == "The  cluster"
    assert desk.rows() == ["Накратко за нас"]
    assert place.endswith(f"#segment-{desk.key('Накратко')}")
    assert "Запазени са 2 превода." in desk.messages()
    row = StringTranslation.objects.get(data="Who we are")
    assert (row.translation_type, row.last_translated_by.username) == ("manual", "maria")


TABLE = {
    "columns": [{"type": "text", "heading": name} for name in ("Година", "Членове")],
    "rows": [{"values": ["по-рано", "двадесет"]}],
    "caption": "Членовете по години",
}


def test_a_table_cannot_be_translated(desk: Desk) -> None:
    desk.change_source(body=[("table", {"table": TABLE, "row_headers": True})])
    assert desk.rows() == ["Членовете по години", "Година", "Членове", "по-рано", "двадесет"]
    desk.send("save", {"по-рано": "before", "двадесет": "twenty", "Година": "Year"})
    assert desk.translations()["двадесет"] == "twenty"
    assert desk.rows() == ["Членовете по години", "Членове"]


def test_what_is_translated_elsewhere_is_not_offered(desk: Desk) -> None:
    another_page()
    desk.change_source(title="Контакти", summary="Пишете ни", seo_title="Друго")
    match = desk.row("Пишете ни").select_one(".translation-row__match")
    assert match
    assert "Write to us" in match.get_text()
    button = match.select_one("button")
    assert button
    desk.send(str(button["value"]), {"Друго": "Another thing"})
    told = desk.translations()
    assert (told["Пишете ни"], told["Друго"]) == ("Write to us", "Another thing")
    assert desk.rows() == ["Контакти"]
    desk.send("use:all")
    assert desk.translations()["Контакти"] == "Contacts"
    assert desk.rows() == []


def test_all_matches_replace_what_somebody_has_written(desk: Desk) -> None:
    another_page()
    desk.change_source(title="Контакти", summary="Пишете ни")
    desk.send("use:all", {"Контакти": "How to reach us"})
    told = desk.translations()
    assert (told["Контакти"], told["Пишете ни"]) == ("How to reach us", "Write to us")


def test_many_segments_take_more_queries_than_few(desk: Desk) -> None:
    """Taken from the memory, then confirmed: as many queries, however many there are."""

    def queries(action: str) -> int:
        desk.open()
        form = desk.form() | {"action": action}
        with CaptureQueriesContext(connection) as captured:
            assert desk.client.post(desk.address, form).status_code == 302
        return len(captured)

    counts = []
    # The first fills what Wagtail and Django keep.
    for number in (1, 5, 60):
        texts = [f"Абзац {each} от {number}." for each in range(number)]
        other = factories.text_page(factories.home(), title="Друга", body=body(*texts))
        factories.translate(other, {}, live=False)
        desk.change_source(body=body(*texts))
        assert len(desk.rows()) == number
        used = queries("use:all")
        machine_says(desk, *(f"en: {text}" for text in texts))
        counts.append((used, queries("confirm:all")))
        assert "machine" not in kinds(desk).values()
    assert counts[1] == counts[2]


def test_the_words_of_a_machine_pass_for_a_persons(desk: Desk) -> None:
    another_page()
    MemoryUnit.objects.filter(translation="Write to us").update(kind="machine")
    desk.change_source(summary="Пишете ни")
    desk.send("use:all")
    assert StringTranslation.objects.filter(data="Write to us").last().translation_type == "machine"
    assert desk.rows() == ["Пишете ни"]
    assert "Машинен превод, за потвърждаване" in desk.row("Пишете ни").get_text()


def machine_says(desk: Desk, *texts: str) -> None:
    rows = StringTranslation.objects.filter(data__in=texts)
    rows.update(translation_type="machine", tool_name="DeepL")
    desk.open()


def kinds(desk: Desk) -> dict[str, str]:
    rows = StringTranslation.objects.filter(context__object_id=desk.source.translation_key)
    return dict(rows.values_list("data", "translation_type"))


def test_a_machines_words_are_confirmed_by_a_save(desk: Desk) -> None:
    """Only by their own button, or by being changed."""
    machine_says(desk, "About us", "In short", "Its seat is in <b>Panagyurishte</b>.")
    desk.send("save", {"Кратко": "Briefly"})
    assert kinds(desk)["Briefly"] == "manual"
    assert kinds(desk)["About us"] == "machine"
    desk.send(f"confirm:{desk.key('За нас')}")
    assert kinds(desk)["About us"] == "manual"
    assert desk.rows() == ["Седалището му е в <b>Панагюрище</b>."]
    desk.send("confirm:all")
    assert "machine" not in kinds(desk).values()
    assert desk.rows() == []


def test_words_that_nobody_has_seen_are_confirmed(desk: Desk) -> None:
    machine_says(desk, "About us")
    StringTranslation.objects.filter(data="About us").update(data="Behind their back")
    desk.send("confirm:all")
    assert kinds(desk)["Behind their back"] == "machine"


def test_somebody_elses_words_are_overwritten_unseen(desk: Desk, desk_of: Any) -> None:
    desk.change_source(summary="Накратко за нас")
    other = desk_of("ivan")
    other.send("save", {"Накратко": "About us, in short"})
    desk.send("save", {"Накратко": "A few words about us"})
    assert desk.translations()["Накратко за нас"] == "About us, in short"
    row = desk.row("Накратко")
    assert "Ivan" in row.get_text()
    assert "About us, in short" in row.get_text()
    assert desk.form()[desk.field("Накратко")] == "A few words about us"
    # Now that it was seen, it may be replaced; the memory has both.
    desk.send("save")
    assert desk.translations()["Накратко за нас"] == "A few words about us"
    units = MemoryUnit.objects.filter(source="Накратко за нас").values_list(
        "translation", flat=True
    )
    assert set(units) == {"About us, in short", "A few words about us"}


def test_the_same_words_of_two_are_a_conflict(desk: Desk, desk_of: Any) -> None:
    desk.change_source(summary="Накратко за нас")
    desk_of("ivan").send("save", {"Накратко": "Briefly"})
    desk.send("save", {"Накратко": "Briefly"})
    assert desk.rows() == []
    assert "не е запазен" not in desk.messages()


def test_a_source_taken_over_meanwhile_loses_what_was_written(desk: Desk) -> None:
    desk.change_source(summary="Накратко за нас")
    form, name = desk.form(), desk.field("Накратко")
    desk.change_source(summary="Накратко за клъстера")
    desk.post({**form, name: "A few words about us", "action": "save"})
    assert desk.rows() == ["Накратко за клъстера"]
    assert desk.form()[desk.field("клъстера")] == "A few words about us"


def test_a_faulty_translation_is_hidden(desk: Desk) -> None:
    """It came in by another way: it is shown with its fault, to be corrected."""
    row = StringTranslation.objects.get(data="In short")
    row.data = "In <p>short</p>"
    row.save()
    desk.open()
    assert desk.rows() == ["Кратко"]
    assert desk.form()[desk.field("Кратко")] == "In <p>short</p>"
    desk.send("save", {"Кратко": "In short"})
    assert desk.rows() == []


def test_a_snippet_is_translated_in_the_panel(desk: Desk, desk_of: Any, person: Any) -> None:
    category = factories.category(title="Проекти")
    factories.translate(category, {"Проекти": "Projects"}, live=False)
    snippet = Desk.of(person("petar"), category)
    snippet.change_source(summary="За проектите")
    snippet.send("save", {"За проектите": "About the projects"})
    assert snippet.translations()["За проектите"] == "About the projects"


def test_a_long_page_takes_more_queries(desk: Desk) -> None:
    """The panel's own: wagtail-localize asks once and more for each segment."""
    from cms.translation.editor.edits import rows_with_rejected

    def queries() -> int:
        job = desk.job
        with CaptureQueriesContext(connection) as captured:
            rows = rows_with_rejected(job, {})
        assert rows
        return len(captured)

    change_a_word(desk)
    few = queries()
    another_page()
    desk.change_source(
        title="Контакти", body=body(*(f"Абзац номер {number}." for number in range(30)))
    )
    with publish_transaction():
        assert queries() <= few
