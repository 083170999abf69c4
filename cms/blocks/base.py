"""What every block has: a public form, and an example of it for the editor's preview."""

from collections.abc import Iterable
from typing import Any, Protocol

from django.conf import settings
from wagtail import blocks

from cms.shapes import Card, File, Html, Image

JSON = dict[str, Any]

# Stands for any picture in a block's preview: the site's own mark.
EXAMPLE_IMAGE: Image = {
    "alt": "",
    "width": 800,
    "height": 600,
    "src": f"{settings.STATIC_URL}site/favicon.svg",
    "focal_point": None,
    "sources": [],
}


class Reader(Protocol):
    """What a block may ask of the one who serialises it."""

    def image(self, image: Any, alt: str) -> Image | None:
        """The picture's public form; None when it is missing or private."""

    def document(self, document: Any) -> File | None:
        """The file's public form; None when it is missing or private."""

    def card(self, page: Any) -> Card | None:
        """Another page's card; None without a page."""

    def cards(self, pages: Iterable[Any]) -> list[Card]:
        """The cards of several pages, without those that are not public."""

    def address(self, page: Any, otherwise: str = "") -> str:
        """Another page's address, or one that was typed where there is nothing public.

        "" for a typed one that leads nowhere: the form refuses these, other ways in do not.
        """

    def rich_text(self, html: str) -> Html:
        """Rich text as clean display HTML."""


class PublicBlock(blocks.Block):
    """A block with a public form and an example of it.

    What `public` returns is the shape of the form (cms.shapes). An optional text of the value may
    be None: a program need not write it.
    """

    example: Any = None

    def public(self, value: Any, reader: Reader) -> Any:
        raise NotImplementedError

    def get_preview_template(self, value: Any, context: Any = None) -> str:
        return "site/block_preview.html"

    def get_preview_context(self, value: Any, parent_context: Any = None) -> JSON:
        block = {"type": self.name, "id": "preview", "value": self.example}
        return {"block": block, "page": {"locale": settings.LANGUAGE_CODE}}
