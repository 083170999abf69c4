"""The body: a list of blocks."""

from functools import cache
from typing import Annotated, Any

from django.utils import translation
from pydantic import Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema
from typing_extensions import TypeAliasType, TypedDict
from wagtail import blocks

from cms.content.blocks.base import ContentReader, PublicBlock
from cms.content.blocks.links import CallToActionBlock, PagesBlock
from cms.content.blocks.media import FileBlock, GalleryBlock, PictureBlock, VideoBlock
from cms.content.blocks.table import TableBlock
from cms.content.blocks.text import FiguresBlock, QuotationBlock, TextBlock
from cms.content.schemas import (
    build_constant,
    build_discriminated_union,
    combine_shapes,
    get_return_shape,
    get_schema_name,
)
from cms.upstream.wagtail import StreamValue


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


class Block(TypedDict):
    """One block of a body."""

    type: Annotated[str, Field(description="What kind of block it is: tells what `value` holds.")]
    id: Annotated[str, Field(description="The same for as long as the block stands in the page.")]
    value: Annotated[Any, Field(description="What it shows.")]


class _Vocabulary:
    """Tells pydantic each kind of block apart, with the shape of its own value."""

    @staticmethod
    def __get_pydantic_core_schema__(source: type, handler: GetCoreSchemaHandler) -> CoreSchema:
        kind: Any = _kinds()
        return handler.generate_schema(list[kind])


# A list of blocks; in the API's description each kind of block has its own shape.
Body = Annotated[list[Block], _Vocabulary]


@cache
def _kinds() -> TypeAliasType:
    kinds = BodyBlock().child_blocks
    return build_discriminated_union(
        "Block", [_shape(name, block) for name, block in kinds.items()]
    )


def _shape(name: str, block: PublicBlock) -> type:
    with translation.override("en"):
        about = f"{block.meta.description}."
    return combine_shapes(
        f"{get_schema_name(name)}Block",
        about,
        Block,
        type=build_constant(name, "What kind of block it is."),
        value=Annotated[
            get_return_shape(type(block).serialize), Field(description="What it shows.")
        ],
    )


def serialize_body(body: StreamValue, reader: ContentReader) -> list[Block]:
    """Return a body's public form, without the blocks that show nothing."""
    public = [(child, child.block.serialize(child.value, reader)) for child in body]
    return [
        {"type": child.block_type, "id": child.id, "value": value}
        for child, value in public
        if value is not None
    ]
