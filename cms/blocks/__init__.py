"""The vocabulary of a page's body: each block with its public form beside it.

A block's public form is what stands in an entry under `{"type", "id", "value"}`. It is made by
`public(value, reader)`, where the reader answers for everything outside the block: pictures,
files, other pages. A block whose public form is None has nothing to show and is left out.
`example` is a public form too: the editor's block picker shows it as the block's preview.
"""

from collections.abc import Iterable
from typing import Any

from wagtail import blocks

from cms.blocks.base import JSON, PublicBlock, Reader
from cms.blocks.links import CallToActionBlock, PagesBlock
from cms.blocks.media import FileBlock, GalleryBlock, PictureBlock, VideoBlock
from cms.blocks.table import TableBlock
from cms.blocks.text import FigureBlock, FiguresBlock, QuotationBlock, TextBlock, public_figures

__all__ = [
    "JSON",
    "BodyBlock",
    "FigureBlock",
    "PublicBlock",
    "Reader",
    "public_body",
    "public_figures",
]


class BodyBlock(blocks.StreamBlock):
    """Everything a page's body may hold."""

    text = TextBlock()
    picture = PictureBlock()
    gallery = GalleryBlock()
    quotation = QuotationBlock()
    table = TableBlock()
    figures = FiguresBlock()
    file = FileBlock()
    video = VideoBlock()
    call_to_action = CallToActionBlock()
    pages = PagesBlock()


def public_body(body: Iterable[Any], reader: Reader) -> list[JSON]:
    """Return a body as `[{"type", "id", "value"}]`, without the blocks that show nothing."""
    public = [(child, child.block.public(child.value, reader)) for child in body]
    return [
        {"type": child.block_type, "id": child.id, "value": value}
        for child, value in public
        if value is not None
    ]
