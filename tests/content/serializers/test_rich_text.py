"""Rich text as it becomes public."""

from typing import Any

import pytest

from cms.content.serializers.rich_text import clean_html


class NoLinks:
    """Nothing is public."""

    def get_page_link(self, page: Any) -> str:
        return ""

    def get_document(self, document: Any) -> None:
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
    assert clean_html(f"{empty}<p>x</p>", NoLinks()) == "<p>x</p>"


def test_a_list_keeps_the_items_that_have_words() -> None:
    html = "<ul><li></li><li>x<ul><li></li></ul></li></ul><hr>"
    assert clean_html(html, NoLinks()) == "<ul><li>x</li></ul><hr>"


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        # Pasted along: marks of direction, spaces of no width, soft hyphens.
        ("\u202ahttps://a.bg/x\u202c", "https://a.bg/x"),
        ("\u2068https://a.bg/x\u2069", "https://a.bg/x"),
        ("https://a.bg/x\u200b", "https://a.bg/x"),
        ("\ufeffhttps://a.\u00adbg/", "https://a.bg/"),
        ("mailto:\u200bx@a.bg", "mailto:x@a.bg"),
        # Words are spelt with the joiner.
        ("https://a.bg/می\u200cخواهم", "https://a.bg/می\u200cخواهم"),
        # Browsers read a backslash as a slash, but for the query.
        ("https:\\\\a.bg\\x?y=\\z", "https://a.bg/x?y=%5Cz"),
    ],
)
def test_address_is_read_as_it_was_meant(typed: str, address: str) -> None:
    assert clean_html(f'<p><a href="{typed}">x</a></p>', NoLinks()) == (
        f'<p><a href="{address}">x</a></p>'
    )


@pytest.mark.parametrize("address", ["https://a b.bg/", "https://a^b.bg/", "https://\u200b/"])
def test_link_to_no_host_is_no_link(address: str) -> None:
    assert clean_html(f'<p><a href="{address}">x</a></p>', NoLinks()) == "<p>x</p>"
