"""The rich text editor opens whatever is stored, and refuses JSON that is no rich text."""

import json
from typing import Any

import pytest
from django.core.exceptions import BadRequest, ValidationError
from django.test import Client
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.admin.rich_text import MAX_LIST_DEPTH, RichTextArea
from cms.content.blocks import BodyBlock
from cms.content.blocks.text import MAX_NESTING, TEXT_FEATURES, get_nesting_depth
from news.models import NewsPage
from tests import factories
from tests.admin.test_bad_requests import post
from tests.admin.test_writing import Writer, turned_on
from tests.admin_client import Office, administrator, edit_address

pytestmark = [pytest.mark.django_db, pytest.mark.once]

__all__ = ["turned_on"]

FEATURES = [*TEXT_FEATURES, "image", "embed"]
STORED = {
    "<p><b>отворено</p>": "отворено",
    "<p>край</b></p>": "край",
    "</p></ul>край": "край",
    "<b><p>абзац</p></b>": "абзац",
    "<li>точка</li>": "точка",
    '<p><a linktype="page">никъде</a></p>': "никъде",
    '<p><a linktype="page" id="x">никъде</a></p>': "никъде",
    f'<p><a linktype="page" id="{"9" * 30}">никъде</a></p>': "никъде",
    '<p><a linktype="document">никъде</a></p>': "никъде",
    '<p><a linktype="document" id="²">никъде</a></p>': "никъде",
    "<p><a href>никъде</a></p>": "никъде",
    '<embed embedtype="image" /><p>след</p>': "след",
    '<embed embedtype="image" id="x" format="nosuch" /><p>след</p>': "след",
    '<embed embedtype="media" /><p>след</p>': "след",
    f"{'<b>' * 3000}дълбоко": "дълбоко",
    f"{'<ul><li>' * 3000}дълбоко": "дълбоко",
    "<p>недовършено <a hr": "недовършено",
}


def state(entity: Any = None, **block: Any) -> Any:
    """The JSON of one line, all of which is the entity."""
    ranges = [] if entity is None else [{"key": 0, "offset": 0, "length": 5}]
    line = {"key": "a", "text": "Текст", "type": "unstyled", "depth": 0, "inlineStyleRanges": []}
    entities = {} if entity is None else {"0": entity}
    return {"blocks": [line | {"entityRanges": ranges} | block], "entityMap": entities}


def entity(kind: str, **data: Any) -> dict[str, Any]:
    return {"type": kind, "mutability": "MUTABLE", "data": data}


REFUSED = {
    "a link to nowhere": state(entity("LINK")),
    "a link to null": state(entity("LINK", url=None)),
    "a link to a list": state(entity("LINK", url=[])),
    "a page that is no number": state(entity("LINK", id="x", url="/")),
    "a page of 30 digits": state(entity("LINK", id=10**30)),
    "a page that is an object": state(entity("LINK", id={})),
    "no document": state(entity("DOCUMENT")),
    "a document that is no number": state(entity("DOCUMENT", id="x")),
    "no picture": state(entity("IMAGE", format="left")),
    "a picture without a format": state(entity("IMAGE", id=1)),
    "an embed of nothing": state(entity("EMBED")),
    "an entity without data": state({"type": "LINK"}),
    "an entity that is a text": state("LINK"),
    "an entity that is not there": state() | {"blocks": state(entity("LINK", id=1))["blocks"]},
    "a text that is a number": state(text=1),
    "a depth that is a text": state(depth="x", type="unordered-list-item"),
    "a depth of 3,000": state(depth=3000, type="unordered-list-item"),
    "ranges that are texts": state(inlineStyleRanges=["BOLD"]),
    "half a surrogate pair": state(text="\ud800"),
    "a list": [],
    "a number": 1,
}
UNREADABLE = {"no JSON": "{", "deep JSON": "[" * 100_000, "deeper JSON": '{"a":' * 100_000}


@pytest.mark.parametrize(("html", "text"), STORED.items())
def test_stored_html_can_be_opened_and_sent_back(html: str, text: str) -> None:
    area = RichTextArea(features=FEATURES)
    shown = area.format_value(html)
    assert text in json.dumps(json.loads(shown), ensure_ascii=False)
    assert text in str(area.value_from_datadict({"x": shown}, {}, "x"))


def test_sound_html_stays_as_it_is() -> None:
    area = RichTextArea(features=FEATURES)
    html = (
        '<p data-block-key="a">Едно <b>две</b> <a href="https://example.org/">три</a></p>'
        '<ul><li data-block-key="b">точка</li></ul>'
    )
    assert area.value_from_datadict({"x": area.format_value(html)}, {}, "x") == html


@pytest.mark.parametrize("sent", REFUSED.values(), ids=REFUSED)
def test_json_that_is_no_rich_text_is_refused(sent: Any) -> None:
    with pytest.raises(BadRequest):
        RichTextArea(features=FEATURES).value_from_datadict({"x": json.dumps(sent)}, {}, "x")


@pytest.mark.parametrize("sent", UNREADABLE.values(), ids=UNREADABLE)
def test_what_is_no_json_is_refused(sent: str) -> None:
    with pytest.raises(BadRequest):
        RichTextArea(features=FEATURES).value_from_datadict({"x": sent}, {}, "x")


def test_an_empty_text_is_accepted() -> None:
    assert RichTextArea(features=FEATURES).value_from_datadict({"x": "null"}, {}, "x") == ""


def test_a_field_that_was_not_sent_is_none() -> None:
    assert RichTextArea(features=FEATURES).value_from_datadict({}, {}, "x") is None


def test_lists_within_lists_are_accepted() -> None:
    sent = json.dumps(state(depth=MAX_LIST_DEPTH, type="unordered-list-item"))
    html = RichTextArea(features=FEATURES).value_from_datadict({"x": sent}, {}, "x")
    assert get_nesting_depth(str(html)) <= MAX_NESTING


def test_editor_refuses_a_link_to_nowhere() -> None:
    office = Office(administrator())
    page = factories.text_page(factories.home())
    sent = json.dumps(state(entity("LINK")))
    form = office.form(page) | nested_form_data({"body": streamfield([("text", sent)])})
    answer = post(office.client, edit_address(page), form)
    assert answer.status_code == 400
    assert "Заявката не може да бъде прочетена" in answer.content.decode()


def test_editor_opens_a_page_with_stored_html(admin: Client) -> None:
    body = [("text", html) for html in STORED if get_nesting_depth(html) <= MAX_NESTING]
    page = factories.text_page(factories.home(), body=body)
    assert admin.get(edit_address(page)).status_code == 200


@pytest.mark.parametrize("depth", [MAX_NESTING + 1, 500, 3000])
@pytest.mark.parametrize("tags", [("<b>", "</b>"), ("<ul><li>", "</li></ul>"), ("<p>", "")])
def test_writing_refuses_deep_text_or_makes_it_flat(
    depth: int, tags: tuple[str, str], turned_on: None, client: Client
) -> None:
    writer = Writer("Редактори (bg)")
    html = tags[0] * depth + "дълбоко" + tags[1] * depth
    body = [{"type": "text", "value": html}]
    response = writer.create(factories.news_index(), body=body)
    assert response.status_code in (201, 400, 422), response.content
    if response.status_code == 201:
        page = NewsPage.objects.get()
        assert get_nesting_depth(page.body[0].value.source) <= MAX_NESTING
        assert "дълбоко" in client.get(page.url_path).content.decode()


def test_block_refuses_text_that_is_nested_too_deep() -> None:
    """Whatever way in there may be besides the two forms."""
    html = "<b>" * (MAX_NESTING + 1)
    with pytest.raises(ValidationError):
        BodyBlock().child_blocks["text"].clean(RichText(html))


def test_writing_refuses_deep_json(turned_on: None) -> None:
    writer = Writer("Редактори (bg)")
    nested: Any = "x"
    for _ in range(500):
        nested = [nested]
    response = writer.create(factories.news_index(), body=nested)
    assert response.status_code in (400, 422), response.content
