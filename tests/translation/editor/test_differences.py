"""A new text begins with the translation of the right old one, on a page of whatever length."""

import random
from typing import Any

import pytest

from cms.translation.editor import fuzzy_match, worklist
from cms.translation.editor.fuzzy_match import MAX_COMPARED_PAIRS, find_fuzzy_matches
from cms.translation.memory.lookup import Segment
from cms.translation.memory.models import MemoryUnit
from tests.translation.editor.editor_page import Desk

pytestmark = pytest.mark.once

# Segments of a long page: each with each would be a hundred times as many as are compared.
MANY = 2000


def text(number: int) -> str:
    letters = random.Random(number)  # noqa: S311
    return " ".join("".join(letters.choices("абвгдежзийклмнопрст", k=6)) for _ in range(6))


def unit(number: int, path: str, source: str = "") -> MemoryUnit:
    return MemoryUnit(pk=number, path=path, source=source or text(number))


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """Grows with each pair of texts that is compared."""
    pairs: list[None] = []
    likeness = fuzzy_match._dice_coefficient

    def counted(one: set[str], other: set[str]) -> float:
        pairs.append(None)
        return likeness(one, other)

    monkeypatch.setattr(fuzzy_match, "_dice_coefficient", counted)
    return pairs


def test_a_row_put_on_top_of_a_table_has_all_its_cells_compared_with_all(
    compared: list[None],
) -> None:
    old = [unit(number, f"cell.{number}") for number in range(MANY)]
    new = [(f"cell.{number}", text(number - 1)) for number in range(MANY)]
    found = find_fuzzy_matches(new, old, new)
    assert {path: unit.path for (path, _), unit in found.items()} == {path: path for path, _ in new}
    assert len(compared) <= MANY


def test_what_has_only_moved_is_compared_or_lost(compared: list[None]) -> None:
    """Dashes among it, of which each is one's own."""
    old = [unit(number, f"old.{number}", "–" if number % 2 else "") for number in range(MANY)]
    new = [(f"new.{unit.path}", unit.source) for unit in old]
    assert len(find_fuzzy_matches(new, old, new)) == MANY
    assert compared == []


@pytest.mark.parametrize("path", ["text", "other"])
def test_a_long_page_written_anew_is_compared_without_end_or_not_at_all(
    compared: list[None], path: str
) -> None:
    """One word of each paragraph is another."""
    old = [unit(number, "text") for number in range(MANY)]
    new = [(path, text(number).replace(text(number)[:6], "друго")) for number in range(MANY)]
    found = find_fuzzy_matches(new, old, new)
    assert len(compared) <= MAX_COMPARED_PAIRS
    right = [segment for number, segment in enumerate(new) if found.get(segment) == old[number]]
    assert len(right) > MANY * 0.9


def test_of_two_that_are_as_similar_the_older_is_taken() -> None:
    """The units come newest first."""
    wanted: list[Segment] = [("title", "Първа копка")]
    old = [unit(2, "title", "Втора копка"), unit(1, "title", "Втора копка!")]
    same = [unit(4, "a", "Първа копка"), unit(3, "b", "Първа копка")]
    assert find_fuzzy_matches(wanted, [*same, *old], wanted) == {wanted[0]: old[0]}
    assert find_fuzzy_matches(wanted, same, wanted) == {wanted[0]: same[0]}


def test_an_answer_to_a_save_compares_texts_while_nobody_else_can_save(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.change_source(title="Кои сме ние", summary="Накратко за нас")
    form = desk.form() | {desk.field("Кои сме"): "Who we are", "action": "save"}

    def fail(*args: Any) -> None:
        raise AssertionError("texts are compared")

    monkeypatch.setattr(worklist, "find_fuzzy_matches", fail)
    answer = desk.client.post(desk.address, form)
    assert answer.status_code == 302
