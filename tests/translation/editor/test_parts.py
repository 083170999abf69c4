"""What is inserted into a source waits for its translator; what was moved by it keeps its
translation, whichever way the source was written."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import Revision
from wagtail.test.utils.form_data import nested_form_data
from wagtail_localize.models import StringTranslation, TranslationSource

from cms.store.flush import publish_transaction
from cms.translation.jobs.consistency import find_differences
from home.models import AboutPage
from tests import factories
from tests.admin_client import PUBLISH, Office, administrator, known_version
from tests.store.operations import committing
from tests.translation.editor.editor_page import Desk
from tests.translation.editor.sheet import BLOCK, Sheet, segments, table

pytestmark = pytest.mark.once

ROWS = ["първи", "един"], ["втори", "два"], ["трети", "три"]
HEADS = ("Ред", "Стойност")
TEXTS = {"Ред": "Row", "Стойност": "Value", "първи": "first", "един": "one", "втори": "second",
         "два": "two", "трети": "third", "три": "three", "Надпис": "Caption"}  # fmt: skip


def body(*rows: list[str], id: str = BLOCK) -> str:
    """Return a body with a table, as a program writes it."""
    value = {"table": table(*rows, heads=HEADS), "row_headers": True}
    return json.dumps([{"type": "table", "id": id, "value": value}])


def stored(thing: Any) -> Any:
    """Return the JSON of the table that is stored."""
    return thing.body.get_prep_value()[0]["value"]["table"]


@pytest.fixture
def translated(desk_of: Callable[..., Desk]) -> Callable[..., Desk]:
    """Makes a translator of a page with such a body, which is translated to its end."""

    def make(body: Any, texts: dict[str, str]) -> Desk:
        desk = desk_of("maria")
        desk.change_source(body=body)
        factories.translate(desk.source, texts, live=True)
        desk.source, desk.target = (
            type(each).objects.get(pk=each.pk) for each in (desk.source, desk.target)
        )
        desk.open()
        assert desk.rows() == []
        return desk

    return make


@pytest.fixture
def desk(translated: Callable[..., Desk]) -> Desk:
    return translated(body(*ROWS), TEXTS)


def waiting(desk: Desk) -> dict[str, str]:
    """Return what waits for the translator, and what each field begins with."""
    desk.open()
    return {text: str(desk.row(text).select_one("textarea").text).strip() for text in desk.rows()}  # type: ignore[union-attr]


def edit(page: Any, sheet: Sheet, **action: str) -> None:
    """Send the editor's form, as the browser does, with the table as it is there."""
    office = Office(administrator(f"editor {Revision.objects.count()}"))
    fields = nested_form_data({"body-0": {"type": "table", "deleted": "", "order": "0"}})
    fields |= {"body-0-id": BLOCK, "body-0-value-row_headers": "on", "body-count": "1"}
    form = office.form(page) | fields | sheet.form("body-0-value-table") | known_version(page)
    with committing():
        assert office.edit(page, form | action).status_code == 302
    factories.settle()


def opened(page: Any) -> Sheet:
    """Open the newest version in the editor's form."""
    newest = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    return Sheet.of(stored(newest))


def forget_ids(page: Any) -> None:
    """Store everything of a page as it was stored when tables had no ids."""

    def strip(raw: Any) -> Any:
        for block in raw:
            for part in (*block["value"]["table"]["columns"], *block["value"]["table"]["rows"]):
                part.pop("id", None)
        return raw

    for one in AboutPage.objects.filter(translation_key=page.translation_key):
        field = one._meta.get_field("body")
        value = field.to_python(strip(one.body.get_prep_value()))
        AboutPage.objects.filter(pk=one.pk).update(body=value)
        for revision in one.revisions.all():
            content = revision.content
            content["body"] = json.dumps(strip(_with_table(json.loads(content["body"]))))
            Revision.objects.filter(pk=revision.pk).update(content=content)
    source = TranslationSource.objects.get(object_id=page.translation_key)
    content = json.loads(source.content_json)
    content["body"] = json.dumps(strip(json.loads(content["body"])))
    TranslationSource.objects.filter(pk=source.pk).update(content_json=json.dumps(content))


def _with_table(raw: Any) -> Any:
    return [block for block in raw if block["type"] == "table"]


def test_row_on_top_written_without_ids_moves_no_translation(desk: Desk) -> None:
    desk.change_source(body=body(["нулев", "нула"], *ROWS))
    assert waiting(desk) == {"нулев": "", "нула": ""}
    desk.change_source(body=body(ROWS[2], ["нулев", "нула"], ROWS[0]))
    assert waiting(desk) == {"нулев": "", "нула": ""}
    # What was deleted and comes back without its id begins with its own words.
    desk.change_source(body=body(*ROWS))
    assert waiting(desk) == {"втори": "second", "два": "two"}


def test_row_and_column_put_in_by_the_editor_move_no_translation(desk: Desk) -> None:
    sheet = opened(desk.source)
    sheet.insert_row(0)
    sheet.insert_column(0)
    new = set(sheet.cells().values()) - {*TEXTS} | {sheet.columns[0].heading}
    edit(desk.source, sheet, **PUBLISH)
    assert waiting(desk) == dict.fromkeys(new, "")
    factories.translate(desk.source, TEXTS)
    shown = [row["values"] for row in stored(AboutPage.objects.get(pk=desk.target.pk))["rows"]]
    assert [row[1:] for row in shown[1:]] == [
        ["first", "one"],
        ["second", "two"],
        ["third", "three"],
    ]


def test_edited_cell_begins_with_its_own_former_translation(desk: Desk) -> None:
    sheet = opened(desk.source)
    sheet.insert_row(0)
    sheet.texts[1, 1] = "двама"
    edit(desk.source, sheet, **PUBLISH)
    assert waiting(desk)["двама"] == "two"


def test_ids_are_in_no_public_answer(desk: Desk) -> None:
    sheet = opened(desk.source)
    sheet.insert_row(1)
    edit(desk.source, sheet, **PUBLISH)
    (row,) = {each["id"] for each in stored(opened_page(desk))["rows"]} - {"0", "1", "2"}
    answer = desk.client.get("/api/v1/pages/", {"type": "about", "locale": "bg"}).content.decode()
    assert row not in answer


def opened_page(desk: Desk) -> Any:
    return AboutPage.objects.get(pk=desk.source.pk)


def test_tables_stored_without_ids_keep_every_translation_and_state(desk: Desk) -> None:
    rows = StringTranslation.objects.order_by("pk")
    told = list(rows.values("data", "context__path", "updated_at"))
    forget_ids(desk.source)
    assert list(find_differences()) == []
    assert waiting(desk) == {}
    page = opened_page(desk)
    digest = page.text_digest
    with publish_transaction():
        page.save_revision().publish()
    assert list(find_differences()) == []
    assert waiting(desk) == {}
    assert opened_page(desk).text_digest == digest
    assert list(rows.values("data", "context__path", "updated_at")) == told


@pytest.mark.parametrize("drafted_before", [True, False])
def test_tables_stored_without_ids_have_them_mapped_by_place_once(
    desk: Desk, drafted_before: bool
) -> None:
    if drafted_before:
        # Nobody has published it when the ids come.
        draft = opened_page(desk)
        draft.body = body(["нулев", "нула"], *ROWS)
        draft.save_revision()
    forget_ids(desk.source)
    sheet = opened(desk.source)
    if not drafted_before:
        sheet.insert_row(0)
        sheet.texts[3, 0], sheet.texts[3, 1] = "нулев", "нула"
    edit(desk.source, sheet, **PUBLISH)
    assert waiting(desk) == {"нулев": "", "нула": ""}
    assert list(find_differences()) == []


def test_older_version_brings_its_rows_back_with_their_translations(desk: Desk) -> None:
    version = desk.source.latest_revision
    desk.change_source(body=body(["нулев", "нула"], ROWS[2]))
    desk.send("save", {"нулев": "zeroth", "нула": "zero"})
    with publish_transaction():
        version.as_object().save_revision().publish()
    assert waiting(desk) == {}


def test_copied_block_is_translated_as_well(desk: Desk) -> None:
    (block,) = json.loads(body(*ROWS))
    copy = json.loads(json.dumps(block))
    copy["value"]["table"]["rows"] = [{"values": ["нулев", "нула"]}]
    desk.change_source(body=json.dumps([copy, block]))
    assert {"нулев", "нула"} <= waiting(desk).keys()
    assert set(waiting(desk)).isdisjoint({"първи", "един", "втори", "два", "трети", "три"})
    ids = [child.id for child in opened_page(desk).body]
    assert ids[1] == BLOCK != ids[0]


def figures(*figures: tuple[str, str]) -> str:
    """Return a body with a list, stored as lists were before they had ids."""
    items = [{"value": value, "label": label} for value, label in figures]
    value = {"title": "Накратко", "figures": items}
    return json.dumps([{"type": "figures", "id": "f1", "value": value}])


def test_items_of_lists_stored_without_ids_are_translated(
    translated: Callable[..., Desk],
) -> None:
    desk = translated(
        figures(("21", "членове"), ("45 %", "от износа")),
        {"членове": "members", "от износа": "of the exports", "Накратко": "In short"},
    )
    (block,) = AboutPage.objects.get(pk=desk.target.pk).body
    assert [each["label"] for each in block.value["figures"]] == ["members", "of the exports"]
    desk.change_source(body=figures(("7", "общини"), ("46 %", "от износа"), ("21", "членове")))
    assert waiting(desk) == {"7": "", "общини": "", "46 %": "en: 45 %"}


def test_version_of_a_page_that_was_never_sent_needs_no_former_one(db: None) -> None:
    page = factories.text_page(factories.home(), body=body(*ROWS))
    assert [row["id"] for row in stored(page)["rows"]] == ["0", "1", "2"]
    assert list(segments(stored(page))) == list(segments(table(*ROWS)))


def test_places_within_blocks_are_named_in_the_order_in_which_they_are_read(desk: Desk) -> None:
    sheet = opened(desk.source)
    sheet.move("column", 1, 0)
    sheet.insert_row(0)
    sheet.texts |= {(3, 0): "нулев", (3, 1): "нула"}
    edit(desk.source, sheet, **PUBLISH)
    desk.open()
    assert names(desk) == [
        "Таблица – ред 1, колона 1 („Стойност“)",
        "Таблица – ред 1 („нула“), колона 2 („Ред“)",
    ]
    # wagtail-localize's own editor, below ours, has the same names.
    props = json.loads(str(desk.seen.select_one(".js-translation-editor")["data-props"]))  # type: ignore[index]
    places = [each["location"]["subField"] for each in props["segments"]]
    assert "ред 1 („нула“), колона 2 („Ред“)" in str(places)
    desk.change_source(body=figures(("7", "общини"), ("8", "членове")))
    assert names(desk)[:3] == [
        "Числа – Заглавие",
        "Числа – № 1 – Число",
        "Числа – № 1 – Какво показва числото",
    ]


def names(desk: Desk) -> list[str]:
    """Return what each text that waits is called."""
    return [
        str(legend.find(string=True)).strip()
        for legend in desk.seen.select(".translation-row legend")
    ]
