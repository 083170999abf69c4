"""Words of a text as translators count and compare them."""

import pytest

from cms.translation.editor.fuzzy_match import diff_texts
from cms.translation.word_count import count_words, split_words


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Първа копка на завода – вижте.", 6),
        ("铜工业，第一步。", 6),
        ("CO2排放 2026年", 5),
        ("구리 산업", 2),
        ("โรงงาน", 6),
        ("", 0),
    ],
)
def test_words_are_counted_by_spaces_and_characters_where_a_script_has_none(
    text: str, count: int
) -> None:
    assert count_words(text) == count


def test_chinese_is_split_into_characters() -> None:
    assert split_words("铜 CO2排放。") == ["铜", "CO2", "排", "放", "。"]


def test_only_the_changed_characters_of_a_chinese_text_are_marked() -> None:
    before, after = diff_texts("<b>铜工业</b>", "<b>铜冶金业</b>")
    assert [part.text for part in before if part.changed] == ["工"]
    assert "".join(part.text for part in after if part.changed) == "冶金"
