"""What every block has: a public form, and an example of it for the editor's preview."""

from collections.abc import Iterable
from typing import Any, Protocol

from django.conf import settings
from wagtail import blocks
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage

from cms.content.publishable import Translatable
from cms.content.schemas import Card, File, Html, Image
from cms.core.json_types import JSON

# Stands for any picture in a block's preview: the site's own mark.
EXAMPLE_IMAGE: Image = {
    "alt": "",
    "width": 800,
    "height": 600,
    "src": f"{settings.STATIC_URL}site/favicon.svg",
    "focal_point": None,
    "sources": [],
}


class ContentReader(Protocol):
    """What a block may ask of the one who serialises it."""

    def get_image(self, image: AbstractImage | None, alt: str) -> Image | None:
        """The picture's public form; None when it is missing, deleted or private."""

    def get_document(self, document: AbstractDocument | None) -> File | None:
        """The file's public form; None when it is missing, deleted or private."""

    def get_card(self, page: Translatable | None) -> Card | None:
        """Another page's card; None without a page, or for a deleted one."""

    def get_cards(self, pages: Iterable[Translatable]) -> list[Card]:
        """The cards of several pages, without those that are not public."""

    def get_address(self, page: Translatable | None, otherwise: str = "") -> str:
        """Another page's address, or one that was typed where there is nothing public.

        "" for a typed one that leads nowhere: the form refuses these, other ways in do not.
        """

    def get_rich_text(self, html: str) -> Html:
        """Rich text as clean display HTML."""


class PublicBlock(blocks.Block):
    """A block with a public form and an example of it.

    What `serialize` returns is the shape of the form (cms.content.schemas). An optional text of the
    value may be None: a program need not write it.
    """

    example: Any = None

    def serialize(self, value: Any, reader: ContentReader) -> Any:
        raise NotImplementedError

    # For Wagtail's global preview template, which the public site overrides.
    def get_preview_context(self, value: object, parent_context: JSON | None = None) -> JSON:
        block = {"type": self.name, "id": "preview", "value": self.example}
        return {"block": block, "page": {"locale": settings.LANGUAGE_CODE}}
