"""The comparisons of an upgrade name what is lost, and what a reviewed list allows is no loss."""

import re
from typing import Any

import pytest

from tests.upgrade import answers, people
from tests.upgrade.changes import Reworded
from tests.upgrade.observing import untold
from tests.upgrade.rows import Database, Table, losses

ROWS = [{"id": 1, "word": "мед"}, {"id": 2, "word": "злато"}]


def database(rows: list[dict[str, Any]] = ROWS, name: str = "words", key: str = "id") -> Database:
    return {name: Table((key,) if key else (), rows)}


def answer(words: str, status: int = 200) -> dict[str, Any]:
    return {"status": status, "headers": {}, "body": [words]}


def test_same_rows_in_another_order_are_no_loss() -> None:
    assert losses(database(), database(ROWS[::-1])) == []


def test_further_rows_and_columns_are_no_loss() -> None:
    wider = [row | {"new": 0} for row in [*ROWS, {"id": 3, "word": "цинк"}]]
    assert losses(database(), database(wider)) == []


def test_missing_table_is_named() -> None:
    assert losses(database(), {}) == ["words: the table is gone"]


def test_missing_row_is_named() -> None:
    assert losses(database(), database(ROWS[:1])) == ["words (2,): the row is gone"]


def test_changed_value_is_named() -> None:
    after = database([ROWS[0], {"id": 2, "word": "сребро"}])
    assert losses(database(), after) == ["words (2,): word was 'злато' and is 'сребро'"]


def test_missing_column_is_named() -> None:
    after = database([{"id": row["id"]} for row in ROWS])
    assert losses(database(), after) == ["words: the columns word are gone"]


def test_row_without_a_key_is_known_by_its_values() -> None:
    twice = [ROWS[0], ROWS[0]]
    assert losses(database(twice, key=""), database(twice, key="")) == []
    assert len(losses(database(twice, key=""), database(ROWS, key=""))) == 1


def test_renamed_table_and_column_are_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    renamed = {"words": "terms", "words.word": "terms.term"}
    monkeypatch.setattr("tests.upgrade.rows.RENAMED", renamed)
    moved = [{"id": row["id"], "term": row["word"]} for row in ROWS]
    assert losses(database(), database(moved, name="terms")) == []
    assert losses(database(), database(moved[:1], name="terms")) == ["words (2,): the row is gone"]


def test_converted_column_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.upgrade.rows.CONVERTED", {"words.word": lambda row: row["parts"][0]})
    parts = [{"id": row["id"], "parts": [row["word"]]} for row in ROWS]
    assert losses(database(), database(parts)) == []
    parts[1]["parts"] = [""]
    assert losses(database(), database(parts)) == ["words (2,): word was 'злато' and is ''"]


def test_what_was_given_up_on_purpose_is_no_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.upgrade.rows.RENAMED", {"words.word": None})
    assert losses(database(), database([{"id": row["id"]} for row in ROWS])) == []
    monkeypatch.setattr("tests.upgrade.rows.RENAMED", {"words": None})
    assert losses(database(), {}) == []


def test_answer_that_differs_is_named() -> None:
    was, now = answer("Мед"), answer("Мед", status=410)
    assert answers.differences({"/bg/": was}, {"/bg/": now}) == [
        "/bg/: /status was '200' and is '410'"
    ]


def test_header_that_is_not_compared_may_differ() -> None:
    was = answer("Мед") | {"headers": {"date": "then", "etag": "1"}}
    assert answers.differences({"/x": was}, {"/x": was | {"headers": {"etag": "1"}}}) == []
    assert len(answers.differences({"/x": was}, {"/x": was | {"headers": {"etag": "2"}}})) == 1


def test_reworded_answer_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    was, now = answer("Членове"), answer("Фирми")
    change = Reworded(re.compile("^/bg/"), re.compile("Членове"), "Фирми", "a better word")
    monkeypatch.setattr("tests.upgrade.answers.REWORDED", [change])
    assert answers.differences({"/bg/": was}, {"/bg/": now}) == []
    assert len(answers.differences({"/en/": was}, {"/en/": now})) == 1


def test_lost_right_and_lost_link_are_named() -> None:
    was = {"editor": {"/admin/": {"status": 200, "links": ["/admin/pages/"], "words": ["чернова"]}}}
    more = {"status": 200, "links": ["/admin/new/", "/admin/pages/"], "words": ["чернова"]}
    less = {"status": 302, "links": [], "words": []}
    assert people.losses(was, {"editor": {"/admin/": more}}) == []
    assert len(people.losses(was, {"editor": {"/admin/": less}})) == 3


def test_what_the_worker_forgets_is_named() -> None:
    owed = {"mail": ["a", "a"], "hooks": [], "hub": [], "machine": []}
    assert untold(owed, owed | {"mail": ["a", "b", "a"]}) == []
    assert untold(owed, owed | {"mail": ["a"]}) == ["mail: a"]
