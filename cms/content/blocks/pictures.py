"""The pictures that a page or snippet shows, and what it says of them."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Model
from django.utils.text import capfirst
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock

from cms.core.json_types import JSON
from cms.upstream.wagtail import StreamValue

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

# The names of fields, and the positions of blocks in a list.
Path = tuple[str | int, ...]


class PictureFields(NamedTuple):
    """The names of the fields of one picture: itself, its alternative text, the decoration mark;
    and what people call it."""

    picture: str
    text: str
    decorative: str
    label: "StrPromise | str"


@dataclass(frozen=True)
class ShownPicture:
    """A picture in a field or block, with its alternative text.

    `path` leads to the alternative text as an API client names it, `place` says where it is in the
    language of whoever asks.
    """

    path: Path
    place: str
    image_id: int
    text: str
    decorative: bool

    @property
    def is_described(self) -> bool:
        """Whether a person said what it shows, or that it is decoration."""
        return self.decorative or bool(self.text.strip())


def list_shown_pictures(model: type[Model], content: JSON) -> list[ShownPicture]:
    """Return the pictures of one version of a page or snippet, without a query.

    `content` maps the names of fields to their values: a revision's, or those of a row.
    """
    return [
        *_of_fields(model, content),
        *(
            picture
            for field in list_stream_fields(model)
            for picture in _of_stream(
                field.stream_block,
                _raw(content.get(field.name)),
                (field.name,),
                str(capfirst(field.verbose_name)),
            )
        ),
    ]


def list_undescribed_pictures(model: type[Model], content: JSON) -> list[ShownPicture]:
    """Return those of which nobody said what they show or that they are decoration.

    A picture that was deleted is none of them. One query if there are any.
    """
    silent = [
        picture for picture in list_shown_pictures(model, content) if not picture.is_described
    ]
    if not silent:
        return []
    stored = get_image_model().objects.in_bulk({picture.image_id for picture in silent})
    return [picture for picture in silent if picture.image_id in stored]


def list_stream_fields(model: type[Model]) -> list[StreamField]:
    return [field for field in model._meta.concrete_fields if isinstance(field, StreamField)]


def _of_fields(model: type[Model], content: JSON) -> Iterator[ShownPicture]:
    for names in getattr(model, "picture_fields", ()):
        if number := content.get(names.picture):
            yield ShownPicture(
                path=(names.text,),
                place=str(names.label),
                image_id=int(number),
                text=content.get(names.text) or "",
                # A revision may be older than the field.
                decorative=bool(content.get(names.decorative)),
            )


def _raw(value: StreamValue | list[JSON] | str | None) -> list[JSON]:
    """Return a stream's blocks as they are stored."""
    if isinstance(value, StreamValue):
        return list(value.raw_data)
    return json.loads(value or "[]") if isinstance(value, str) else value or []


def _of_stream(
    stream: blocks.StreamBlock, children: Sequence[JSON], path: Path, place: str
) -> Iterator[ShownPicture]:
    for number, child in enumerate(children):
        if block := stream.child_blocks.get(child["type"]):
            here = f"{place}, {number + 1}. {block.label}"
            yield from _of_block(block, child["value"], (*path, number), here)


def _of_block(block: blocks.Block, value: Any, path: Path, place: str) -> Iterator[ShownPicture]:
    match block:
        case ImageBlock():
            yield from _of_image_block(value, path, place)
        case blocks.StructBlock():
            for name, child in block.child_blocks.items():
                yield from _of_block(child, (value or {}).get(name), (*path, name), place)
        case blocks.ListBlock():
            for number, item in enumerate(value or []):
                here = f"{place}, {number + 1}"
                yield from _of_block(block.child_block, _item(item), (*path, number), here)
        case blocks.StreamBlock():
            yield from _of_stream(block, value or [], path, place)


def _item(item: Any) -> Any:
    """Return the value of a list's item; before Wagtail 2.16 it was stored bare."""
    is_wrapped = isinstance(item, dict) and item.get("type") == "item" and "value" in item
    return item["value"] if is_wrapped else item


def _of_image_block(value: Any, path: Path, place: str) -> Iterator[ShownPicture]:
    # A program may have given the picture alone.
    parts = value if isinstance(value, dict) else {"image": value}
    if number := parts.get("image"):
        yield ShownPicture(
            path=(*path, "alt_text"),
            place=place,
            image_id=int(number),
            text=parts.get("alt_text") or "",
            decorative=bool(parts.get("decorative")),
        )
