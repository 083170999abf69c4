"""What the panel takes and must not: a text that cannot be published, or what is somebody else's.
Whoever wrote it is told, and it stays in its field."""

import pytest
from wagtail_localize.models import String, StringTranslation

from cms.translation.memory.models import MemoryUnit
from tests.translation.editor.editor_page import Desk
from tests.translation.editor.texts import NEW_SEAT, another_page, body

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Its seat is in <b>Panagyurishte.", "&lt;b&gt; не е затворен"),
        ("Its seat is in <b>Panagyurishte</i>.", "&lt;/i&gt; не затваря"),
        ("Its seat is in <p>Panagyurishte</p>.", "&lt;p&gt; не се допуска"),
        ("Its seat is in <b onclick='x()'>Panagyurishte</b>.", "атрибути"),
        ('Its seat is in <a id="a7">Panagyurishte</a>.', "a7"),
    ],
)
def test_a_broken_tag_is_saved_or_takes_the_text_along(desk: Desk, text: str, told: str) -> None:
    desk.change_source(title="Кои сме ние", body=body(NEW_SEAT))
    desk.send("save", {"Седалището": text, "Кои сме ние": "Who we are"})
    assert NEW_SEAT not in desk.translations()
    assert desk.translations()["Кои сме ние"] == "Who we are"
    assert "1 превод не е запазен" in desk.messages()
    row = desk.row("Седалището")
    assert told in str(row.select_one(".error-message"))
    assert desk.form()[desk.field("Седалището")] == text
    # What was refused is sent again without being touched.
    desk.send("save")
    assert told in str(desk.row("Седалището").select_one(".error-message"))


def test_a_figure_has_more_letters_than_its_source_may_have(desk: Desk) -> None:
    figure = {"value": "двадесет и един", "label": "членове"}
    desk.change_source(body=[("figures", {"title": "Накратко", "figures": [figure]})])
    desk.send("save", {"двадесет": "twenty-one " * 4, "членове": "members", "Накратко": "In short"})
    assert "двадесет и един" not in desk.translations()
    assert {"членове", "Накратко"} < set(desk.translations())
    assert "най-много 40 знака, а написаните са 43" in desk.row("двадесет").get_text()


def test_a_lost_link_is_saved(desk: Desk) -> None:
    desk.change_source(body=body('Вижте <a href="https://example.org/">тук</a>.'))
    text = 'Вижте <a id="a1">тук</a>.'
    desk.send("save", {"Вижте": "Look here."})
    assert text not in desk.translations()
    assert "Липсва връзката" in desk.row("Вижте").get_text()
    desk.send("save", {"Вижте": 'Look <a id="a1">here</a>.'})
    assert desk.translations()[text] == 'Look <a id="a1">here</a>.'


def test_what_was_said_of_another_text_is_taken_over(desk: Desk) -> None:
    """Whoever makes up its number would read what they may not see."""
    another_page()
    desk.change_source(title="Контакти", summary="Пишете ни")
    unit = MemoryUnit.objects.get(translation="Write to us")
    desk.send(f"use:{desk.key('Контакти')}:{unit.pk}")
    assert "Контакти" not in desk.translations()
    unit.target_language = "de"
    unit.save()
    desk.send(f"use:{desk.key('Пишете ни')}:{unit.pk}")
    assert "Пишете ни" not in desk.translations()


@pytest.mark.parametrize(
    ("text", "told"),
    [("<b>" * 2000 + "x" + "</b>" * 2000, "Твърде много маркери"), ("x" * 100_001, "100001")],
)
def test_a_text_beyond_measure_ends_in_an_error(desk: Desk, text: str, told: str) -> None:
    desk.change_source(body=body("Нов абзац."))
    desk.send("save", {"Нов абзац": text})
    assert "Нов абзац." not in desk.translations()
    assert told in str(desk.row("Нов абзац").select_one(".error-message"))


def test_one_segment_by_two_names_ends_in_an_error(desk: Desk) -> None:
    desk.change_source(title="Кои сме ние")
    field = desk.field("Кои сме ние")
    twin = field.replace("-", "-0")
    desk.post({**desk.form(), field: "Who we are", twin: "Who are we", "action": "save"})
    assert desk.translations()["Кои сме ние"] == "Who we are"


def test_a_page_is_too_long_to_be_saved(desk: Desk) -> None:
    """A form has three fields for each segment, and Django takes 1,000 unless it is told."""
    desk.change_source(title="Кои сме ние")
    others = {f"{name}-1-{number}": "" for number in range(1500) for name in ("text", "known")}
    desk.post({**desk.form(), **others, desk.field("Кои сме"): "Who we are", "action": "save"})
    assert desk.translations()["Кои сме ние"] == "Who we are"


def test_a_text_is_markup_on_the_page(desk: Desk) -> None:
    desk.change_source(summary="<script>alert(1)</script>")
    assert "&amp;lt;script&amp;gt;" in str(desk.row("alert"))


def test_a_locked_page_is_written_in(desk: Desk) -> None:
    desk.change_source(summary="Накратко за нас")
    type(desk.target).objects.filter(pk=desk.target.pk).update(locked=True)
    desk.send("save", {"Накратко": "In short"})
    assert "Накратко за нас" not in desk.translations()


@pytest.mark.parametrize("action", ["save", "send-for-review", "publish", "draft"])
def test_what_was_written_before_the_page_was_locked_is_lost(desk: Desk, action: str) -> None:
    desk.change_source(summary="Накратко за нас", title="Кои сме ние")
    type(desk.target).objects.filter(pk=desk.target.pk).update(locked=True)
    desk.send(action, {"Накратко": "About us, in a word"})
    assert "Накратко за нас" not in desk.translations()
    assert "Нищо не е запазено" in desk.messages()
    assert desk.form()[desk.field("Накратко")] == "About us, in a word"
    assert "заключена" in str(desk.row("Накратко").select_one(".error-message"))
    type(desk.target).objects.filter(pk=desk.target.pk).update(locked=False)
    desk.send("save")
    assert desk.translations()["Накратко за нас"] == "About us, in a word"


def test_what_is_not_of_this_page_is_written(desk: Desk) -> None:
    another_page()
    foreign = StringTranslation.objects.get(data="Write to us")
    key = f"{foreign.translation_of_id}-{foreign.context_id}"
    for name in (f"text-{key}", "text-1", "text-x-y", "text-99999999999999999999-1"):
        desk.post({name: "Mine", "action": f"save:{key}"})
    foreign.refresh_from_db()
    assert foreign.data == "Write to us"


def test_another_pages_text_is_told_as_a_former_text_of_this_one(desk: Desk) -> None:
    """Whoever makes up its number would read it as what stood here before."""
    another_page()
    secret = String.objects.get(data="Пишете ни")
    desk.change_source(title="Кои сме ние", summary="Накратко за нас")
    _, context = desk.key("Накратко").split("-")
    field = f"text-{secret.pk}-{context}"
    desk.post({**desk.form(), field: "Mine", "action": "save"})
    assert not StringTranslation.objects.filter(data="Mine").exists()
    assert "Пишете ни" not in desk.seen.get_text()
