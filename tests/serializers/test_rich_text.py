"""Rich text as it becomes public."""

from typing import Any

import pytest

from cms.serializers.rich_text import display_html


class NoLinks:
    """Nothing is public."""

    def page_link(self, page: Any) -> str:
        return ""

    def document(self, document: Any) -> None:
        return None


@pytest.mark.parametrize(
    "empty",
    [
        "<h2></h2>", "<h3> </h3>", "<h4>\u00a0</h4>", "<h2>\u200b</h2>", "<p></p>", "<p><br></p>",
        "<ul><li></li></ul>", "<ol><li> </li><li></li></ol>",
        "<ul><li><ul><li></li></ul></li></ul>",
        "<blockquote></blockquote>", "<h2><b></b></h2>", "<h2><a href='https://a.bg/'></a></h2>",
    ],
)  # fmt: skip
def test_a_block_without_words_does_not_become_public(empty: str) -> None:
    assert display_html(f"{empty}<p>x</p>", NoLinks()) == "<p>x</p>"


def test_a_list_keeps_the_items_that_have_words() -> None:
    html = "<ul><li></li><li>x<ul><li></li></ul></li></ul><hr>"
    assert display_html(html, NoLinks()) == "<ul><li>x</li></ul><hr>"
