"""Wagtail's rich text editor, for whatever a request or the database holds.

Wagtail's own form field takes for granted that its script wrote the JSON that is sent, and that it
wrote the HTML that is stored itself. Neither is so: programs write HTML by token, scripts and old
versions have left tags open, and a request may hold anything.
"""

import json
import re
from collections.abc import Callable, Mapping
from html import escape, unescape
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import Tag
from django.core.exceptions import BadRequest
from django.core.files.uploadedfile import UploadedFile
from draftjs_exporter.error import ExporterException
from wagtail.admin.rich_text import DraftailRichTextArea

from cms.content.blocks.text import MAX_NESTING, get_nesting_depth
from cms.core.row_ids import is_row_id

# What the converters raise about JSON or HTML that they do not expect.
UNREADABLE = (
    ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError,
    ValueError, ExporterException,
)  # fmt: skip
# The editor's script allows four levels; each is a list within a list of the HTML.
MAX_LIST_DEPTH = 10
TAG = re.compile(r"<[^<>]*>?")
INLINE = ["a", "b", "strong", "i", "em"]
BLOCKS = ["p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "hr"]


class RichTextArea(DraftailRichTextArea):
    """Shows all stored HTML, and raises BadRequest about JSON that is no rich text."""

    def format_value(self, value: str | None) -> str:
        """Return the JSON for the script: of the HTML as it is, mended, or of its text alone."""
        html = value or ""
        # What is nested too deep takes minutes to mend, and cannot be sent back.
        repairs = (
            (str, _repair_html, _plain_text)
            if get_nesting_depth(html) <= MAX_NESTING
            else (_plain_text,)
        )
        for repair in repairs:
            try:
                state = super().format_value(repair(html))
                _check(json.loads(state))
            except UNREADABLE:
                continue
            return str(state)
        raise AssertionError("plain text can be shown")

    def value_from_datadict(
        self, data: Mapping[str, str], files: Mapping[str, UploadedFile], name: str
    ) -> str | None:
        """Return the HTML of the JSON that was sent, None where there is none."""
        try:
            if sent := data.get(name):
                _check(json.loads(sent))
            html: str | None = super().value_from_datadict(data, files, name)
            # PostgreSQL stores no half of a surrogate pair.
            (html or "").encode()
        except UNREADABLE as error:
            raise BadRequest(f"{name} is no rich text: {error!r:.200}") from error
        return html


def _check(state: Any) -> None:
    """Raise ValueError, or another of UNREADABLE, about a state that Draftail does not send."""
    if state is None:  # what the script sends of an empty text
        return
    for entity in state.get("entityMap", {}).values():
        check = CHECKS.get(entity["type"])
        if check and not check(entity["data"]):
            raise ValueError(f"data of {entity['type']}")
    for block in state.get("blocks", []):
        if not 0 <= int(block.get("depth", 0)) <= MAX_LIST_DEPTH:
            raise ValueError("depth of a block")
        for part in (*block.get("inlineStyleRanges", []), *block.get("entityRanges", [])):
            # The length of what is never closed is None.
            if part["offset"] < 0 or part["length"] < 0:
                raise ValueError("place of a style or an entity")


def _is_link(data: dict[str, object]) -> bool:
    """Whether it leads to a page, by its number, or to an address."""
    if data.get("id") is not None:
        return is_row_id(data["id"])
    return isinstance(data["url"], str)


# What each kind of entity must have.
CHECKS: dict[str, Callable[[dict[str, object]], bool]] = {
    "LINK": _is_link,
    "DOCUMENT": lambda data: is_row_id(data["id"]),
    "IMAGE": lambda data: is_row_id(data["id"]) and isinstance(data["format"], str),
    "EMBED": lambda data: isinstance(data["url"], str),
}


def _repair_html(html: str) -> str:
    """Close what is open, and take away the tags that stand where they cannot."""
    soup = BeautifulSoup(html, "html.parser")
    for link in soup.find_all("a"):
        if not _has_target(link):
            link.unwrap()
    for inline in soup.find_all(INLINE):
        if inline.find(BLOCKS):
            inline.unwrap()
    for item in soup.find_all("li"):
        if not item.find_parent(["ul", "ol"]):
            item.name = "p"
    for embed in soup.find_all("embed"):
        embed.decompose()
    return str(soup)


def _has_target(link: Tag) -> bool:
    return is_row_id(link.get("id")) if link.get("linktype") else bool(link.get("href"))


def _plain_text(html: str) -> str:
    """Return its texts, each as a paragraph."""
    texts = (unescape(text).strip() for text in TAG.split(html))
    return "".join(f"<p>{escape(text)}</p>" for text in texts if text)
