"""Whatever is done to a table, the translation of a cell stays with the cell."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.content.blocks import BodyBlock
from cms.content.blocks.identity import complete_ids, keep_stable_ids
from cms.content.blocks.matching import Part, match_between, match_ids, match_same, match_similar
from cms.translation.editor.fuzzy_match import find_fuzzy_matches
from cms.translation.memory.models import MemoryUnit
from tests.translation.editor.sheet import BLOCK, CELLS, NEW, Sheet, segments, table

pytestmark = pytest.mark.once

number = st.integers(0, 9)
moves = st.tuples(st.just("move"), st.sampled_from(["row", "column"]), number, number)
deletions = st.tuples(st.just("delete"), st.sampled_from(["row", "column"]), number)
insertions = st.tuples(st.sampled_from(["insert_row", "insert_column"]), number)
edits = st.tuples(st.just("edit"), number, number)
acts = st.lists(moves | deletions | insertions, max_size=12)
acts_and_edits = st.lists(moves | deletions | insertions | edits, max_size=12)


def stored_table(rows: int, columns: int, with_ids: bool) -> Any:
    """Return a table in which each text stands once."""
    raw = table(*[[f"дума {next(NEW)}" for _ in range(columns)] for _ in range(rows)])
    if with_ids:
        for part in (*raw["columns"], *raw["rows"]):
            part["id"] = f"i{next(NEW)}"
    return raw


def stream(raw: Any) -> Any:
    value = [{"type": "table", "id": BLOCK, "value": {"table": raw, "row_headers": False}}]
    return BodyBlock().to_python(value)


def completed(raw: Any, former: Any) -> Any:
    """Return the table's JSON as it is saved after `former` was sent to translators."""
    (block,) = complete_ids(stream(raw), stream(former).get_prep_value())
    return block["value"]["table"]


def without_ids(raw: Any) -> Any:
    return json.loads(json.dumps(raw), object_hook=_without_id)


def _without_id(raw: Any) -> Any:
    return {name: value for name, value in raw.items() if name != "id"}


def do(sheet: Sheet, what: list[Any]) -> None:
    for name, *arguments in what:
        getattr(sheet, name)(*arguments)


def require_kept(before: Sheet, after: Sheet, old: Any, new: Any) -> None:
    """Each cell that says what it said has its path; each other one is without a translation, and
    begins with the words of none that is still there."""
    former, now = segments(old), segments(new)
    was = before.cells()
    kept = {text for cell, text in after.cells().items() if was.get(cell) == text}
    heads = {line.number: line.heading for line in before.columns}
    kept |= {line.heading for line in after.columns if line.heading == heads.get(line.number)}
    for path, text in now.items():
        assert (former.get(path) == text) == (text in kept or text == "Надпис"), (path, text)
    units = [
        MemoryUnit(pk=place, path=path, source=text)
        for place, (path, text) in enumerate(former.items())
    ]
    waiting = [each for each in now.items() if former.get(each[0]) != each[1]]
    found = find_fuzzy_matches(waiting, units, list(now.items()))
    assert {unit.source for unit in found.values()}.isdisjoint(now.values())
    edited = {
        text: was[cell] for cell, text in after.cells().items() if was.get(cell, text) != text
    }
    for (_, text), unit in found.items():
        assert unit.source == edited.get(text, unit.source)
    assert {text for _, text in found}.issuperset(edited)


@given(st.integers(1, 4), st.integers(1, 4), st.booleans(), acts_and_edits)
def test_translations_stay_with_the_cells_of_the_form(
    rows: int, columns: int, with_ids: bool, what: list[Any]
) -> None:
    old = stored_table(rows, columns, with_ids)
    before, after = Sheet.of(old), Sheet.of(old)
    do(after, what)
    require_kept(before, after, old, completed(after.stored(), old))


@given(st.integers(1, 4), st.integers(1, 4), st.booleans(), acts)
def test_translations_stay_with_the_cells_of_a_table_without_ids(
    rows: int, columns: int, with_ids: bool, what: list[Any]
) -> None:
    old = stored_table(rows, columns, with_ids)
    before, after = Sheet.of(old), Sheet.of(old)
    do(after, what)
    require_kept(before, after, old, completed(without_ids(after.stored()), old))


def test_edited_cells_of_a_table_without_ids_are_the_same_cells() -> None:
    old = table(["Мина", "Асарел", "1976"], ["Завод", "Пирдоп", "1958"], ["Град", "Пирдоп", "1955"])
    new = table(
        ["Ново", "нещо", "2000"], ["Мина", "Асарел", "1977"], ["Завод", "Златица", "1958"],
        ["Град", "Пирдоп", "1955"],
    )  # fmt: skip
    now = segments(completed(new, old))
    assert [now[f"cell-{row}-{column}"] for row in range(3) for column in range(3)] == [
        "Мина", "Асарел", "1977", "Завод", "Златица", "1958", "Град", "Пирдоп", "1955",
    ]  # fmt: skip
    assert list(now.values())[4:7] == ["Ново", "нещо", "2000"]


def test_cells_are_read_row_by_row_wherever_they_came_from() -> None:
    sheet = Sheet.of(table(["а", "б"], ["в", "г"], heads=("Първа", "Втора")))
    sheet.move("row", 1, 0)
    sheet.move("column", 1, 0)
    assert list(segments(sheet.stored()).values()) == [
        "Надпис", "Втора", "Първа", "г", "в", "б", "а",
    ]  # fmt: skip


def test_copied_row_gets_its_own_id_and_the_original_keeps_its_translations() -> None:
    old = stored_table(2, 2, with_ids=True)
    copy = json.loads(json.dumps(old["rows"][0])) | {"values": ["нова", "друга"]}
    new = completed(old | {"rows": [copy, *old["rows"]]}, old)
    former, now = segments(old), segments(new)
    assert former.items() <= now.items()
    assert len(now) == len(former) + 2


def test_ids_that_two_claim_are_told_apart_without_a_former_version() -> None:
    assert keep_stable_ids(["a", "", "a", "2", ""]) == ["a", "1", "2_", "2", "4"]


@pytest.mark.parametrize("id", ["a.b", "ы", "x" * 65, 7.5, {}, [], True])
def test_ids_that_would_break_a_path_are_replaced(id: Any) -> None:
    raw = table(["а"])
    raw["rows"][0]["id"] = raw["columns"][0]["id"] = id
    new = completed(raw, table(["а"]))
    assert segments(new) == segments(table(["а"]))


def test_tables_that_say_the_same_are_equal_whatever_their_ids() -> None:
    one, other = (CELLS.to_python(stored_table(2, 2, with_ids=False)) for _ in range(2))
    assert one != other
    other = CELLS.to_python(CELLS.get_prep_value(one))
    other.row_data[0]["id"] = "x"
    assert one == other


def test_many_parts_are_matched_by_what_they_say_alone() -> None:
    """A table of a thousand rows, all but one of them moved, in no quadratic time."""
    former = [Part(str(place), {"a": f"ред {place}"}) for place in range(1000)]
    parts = [Part("", part.texts) for part in (*former[500:], *former[:500])]
    # Between the same neighbours as one that is gone.
    parts[3] = Part("", {"a": "съвсем ново"})
    ids = match_ids(parts, former, (match_same, match_similar, match_between))
    assert ids == [part.id for part in (*former[500:], *former[:500])]
