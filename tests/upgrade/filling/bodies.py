"""Bodies of pages, as they are stored: every kind of block, with fixed ids."""

from collections.abc import Iterable
from typing import Any
from uuid import NAMESPACE_URL, uuid5

JSON = dict[str, Any]


def identity(name: str) -> str:
    """Return the same id whenever the fixture is built."""
    return str(uuid5(NAMESPACE_URL, f"upgrade/{name}"))


def block(name: str, kind: str, value: Any) -> JSON:
    return {"type": kind, "id": identity(f"{name}/{kind}"), "value": value}


def text(name: str, *paragraphs: str) -> list[JSON]:
    """Return a body of one block of text."""
    return [block(name, "text", "".join(f"<p>{each}</p>" for each in paragraphs))]


def picture(image: Any, words: str, decorative: bool = False) -> JSON:
    return {"image": image.pk, "alt_text": words, "decorative": decorative}


def table(name: str, rows: Iterable[list[str]]) -> JSON:
    """Return a table whose columns and rows have ids, by which translations know its cells."""
    return {
        "columns": [
            {"type": "text", "heading": heading, "id": f"{name}-c{number}"}
            for number, heading in enumerate(["Година", "Тонове"])
        ],
        "rows": [
            {"values": values, "id": f"{name}-r{number}"} for number, values in enumerate(rows)
        ],
        "caption": "Добив по години",
    }


def every_kind(name: str, images: list[Any], document: Any, pages: list[Any]) -> list[JSON]:
    """Return a body with a block of each kind; it takes two pictures and two pages."""
    first, second = images
    target, other = pages

    def item(part: str, value: Any) -> JSON:
        return {"type": "item", "id": identity(f"{name}/{part}"), "value": value}

    shown = {"image": picture(first, "Дворът на комбината"), "caption": "Изглед", "credit": "Архив"}
    plain = {"image": picture(second, "", decorative=True), "caption": "", "credit": ""}
    rich = (
        f'<h2>Заглавие</h2><p>Виж <a linktype="page" id="{target.pk}">другата страница</a>, '
        f'<a linktype="document" id="{document.pk}">доклада</a> и '
        '<a href="https://example.org/">чужд сайт</a>.</p>'
        "<ul><li><b>първо</b></li><li><i>второ</i></li></ul><blockquote>Мисъл</blockquote>"
    )
    return [
        block(name, "text", rich),
        block(name, "picture", shown),
        block(
            name,
            "gallery",
            {"title": "Снимки", "pictures": [item("one", shown), item("two", plain)]},
        ),
        block(name, "quotation", {"text": "Медта свързва.", "source": "Из устава"}),
        block(
            name,
            "table",
            {"table": table(name, [["2024", "11 000"], ["2025", "12 000"]]), "row_headers": True},
        ),
        block(
            name,
            "figures",
            {
                "title": "Накратко",
                "figures": [item("figure", {"value": "8 000", "label": "работни места"})],
            },
        ),
        block(
            name,
            "file",
            {"title": "", "description": "За изминалата година", "file": document.pk},
        ),
        block(
            name,
            "video",
            {
                "title": "Обиколка",
                "url": "https://example.org/video",
                "caption": "Десет минути",
                "poster": picture(first, "Начален кадър"),
            },
        ),
        block(
            name,
            "call_to_action",
            {
                "title": "Станете член",
                "text": "Писмо стига.",
                "label": "Към членовете",
                "page": other.pk,
                "url": "",
            },
        ),
        block(
            name,
            "pages",
            {"title": "Вижте още", "pages": [item("page", target.pk), item("other", other.pk)]},
        ),
    ]
