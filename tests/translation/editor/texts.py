"""Texts of pages that are translated."""

from typing import Any

from tests import factories

# A paragraph that is not in the page as it was translated.
NEW_SEAT = "Седалището му е в <b>Пирдоп</b>."


def body(*paragraphs: str) -> list[Any]:
    return [("text", "".join(f"<p>{text}</p>" for text in paragraphs))]


def another_page() -> None:
    """Another page of the site with words that this one will have too."""
    other = factories.text_page(factories.home(), title="Контакти", summary="Пишете ни")
    factories.translate(other, {"Контакти": "Contacts", "Пишете ни": "Write to us"}, live=False)
