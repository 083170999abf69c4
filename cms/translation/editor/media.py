"""The pictures and files of a page that is translated: shown beside the texts that describe them.

Who translates or reviews need not have any right in the library. What is shown comes from the
page's own source, never by a number that was sent, so nothing else of the library is disclosed.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from django.db.models import Model
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.translation import gettext as _
from typing_extensions import TypedDict
from wagtail.blocks import Block, ListBlock, StreamBlock, StructBlock
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.documents.models import AbstractDocument
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.images.models import AbstractImage
from wagtail.permissions import policy_registry
from wagtail_localize.models import StringSegment, TranslationSource

from cms.translation.editor.worklist import segment_key
from cms.upstream.wagtail import CollectionViewRestriction

Kind = Literal["image", "document"]
# As in Wagtail's own choosers.
THUMBNAIL = "max-165x165"
# Of the pictures that a row's own text describes, and of those of the whole page.
LARGE = "max-1200x1200"
PLACEHOLDER = ("translation_editor/no-picture.svg", 96, 54)


class Thumbnail(TypedDict):
    """A small picture, its sides in pixels."""

    url: str
    width: int
    height: int


@dataclass(frozen=True)
class Reference:
    """A picture or file by its number in the library."""

    kind: Kind
    number: int


@dataclass(frozen=True)
class Medium:
    """A picture or file as it is shown: `url` is empty where it may not be opened.

    `thumbnail` has url, width and height; None of a file.
    """

    kind: Kind
    title: str
    url: str = ""
    thumbnail: Thumbnail | None = None


class Media:
    """What a page or snippet shows, for one reader. A fixed number of queries, once all thumbnails
    are made."""

    def __init__(self, source: TranslationSource, request: HttpRequest) -> None:
        self.source, self.request = source, request

    def for_segment(self, path: str, key: str) -> list[Medium]:
        """Return what the text at a path describes, and the files that the segment links to."""
        references = [*self._described_references(path), *self._linked_files.get(key, [])]
        return [self._media_by_reference[reference] for reference in dict.fromkeys(references)]

    def all(self) -> list[Medium]:
        """Return each picture and file once, in the order of the page."""
        return list(self._media_by_reference.values())

    def _described_references(self, path: str) -> list[Reference]:
        name, _, rest = path.partition(".")
        if not rest:
            # A text about the picture of a field is named after it: picture, picture_alt.
            return [
                reference
                for field, references in self._references_by_path.items()
                if name.startswith(f"{field}_")
                for reference in references
            ]
        while "." in path:
            path = path.rpartition(".")[0]
            if path in self._references_by_path:
                return self._references_by_path[path]
        return []

    @cached_property
    def _references_by_path(self) -> dict[str, list[Reference]]:
        """What is used, by the path of the field or block that has it."""
        model = self.source.specific_content_type.model_class()
        content = json.loads(self.source.content_json)
        references_by_path: dict[str, list[Reference]] = defaultdict(list)
        for field in model._meta.get_fields():
            value = content.get(field.name)
            if isinstance(field, StreamField):
                for path, reference in _references_in_block(
                    field.stream_block, json.loads(value), field.name
                ):
                    references_by_path[path].append(reference)
            elif value and (kind := _kind(field.related_model)):
                references_by_path[field.name].append(Reference(kind, value))
        return dict(references_by_path)

    @cached_property
    def _linked_files(self) -> dict[str, list[Reference]]:
        """The files that rich text links to, by the key of the segment."""
        segments = StringSegment.objects.filter(
            source=self.source, attrs__contains='"document"'
        ).order_by("order")
        return {
            segment_key(segment): [
                Reference("document", int(attrs["id"]))
                for attrs in json.loads(segment.attrs).values()
                if attrs.get("linktype") == "document"
            ]
            for segment in segments
        }

    @cached_property
    def _media_by_reference(self) -> dict[Reference, Medium]:
        used = [*self._references_by_path.values(), *self._linked_files.values()]
        return load_media(
            [reference for references in used for reference in references], self.request
        )


def load_media(references: Iterable[Reference], request: HttpRequest) -> dict[Reference, Medium]:
    """Return how each is shown to whoever asks, what is private or gone by those words alone."""
    wanted = list(dict.fromkeys(references))
    found: dict[Reference, Medium] = {}
    for kind, model in _models().items():
        numbers = [reference.number for reference in wanted if reference.kind == kind]
        rows = _rows(model, numbers) if numbers else {}
        hidden = _hidden_numbers(request, model, rows.values()) if rows else set()
        for number in numbers:
            found[Reference(kind, number)] = _build_medium(kind, rows.get(number), number in hidden)
    return {reference: found[reference] for reference in wanted}


def _references_in_block(block: Block, raw: Any, path: str) -> Iterator[tuple[str, Reference]]:
    """Yield the pictures and files in a block's stored value, each with its own path and with that
    of the struct it is a part of, whose texts describe it."""
    for child, value, child_path, owner_path in _child_blocks(block, raw, path):
        if reference := _chosen_reference(child, value):
            yield child_path, reference
            if owner_path != child_path:
                yield owner_path, reference
        else:
            yield from _references_in_block(child, value, child_path)


def _child_blocks(block: Block, raw: Any, path: str) -> Iterator[tuple[Block, Any, str, str]]:
    """Yield each block in another with its stored value, its path and that of its struct."""
    if isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            yield child, (raw or {}).get(name), f"{path}.{name}", path
    elif isinstance(block, StreamBlock | ListBlock):
        for item in raw or ():
            child = _block_of_item(block, item)
            if child:
                child_path = f"{path}.{item['id']}"
                yield child, item["value"], child_path, child_path


def _block_of_item(block: StreamBlock | ListBlock, item: Any) -> Block | None:
    """Return None of an item of a type that is no more, or without an id: it has no texts."""
    if not isinstance(item, dict) or "id" not in item:
        return None
    if isinstance(block, ListBlock):
        return block.child_block
    return block.child_blocks.get(item["type"])


def _chosen_reference(block: Block, raw: Any) -> Reference | None:
    """Return the picture or file that a block itself chooses."""
    if isinstance(block, ImageBlock):
        raw = raw and raw.get("image")
    if raw and isinstance(block, ImageBlock | ImageChooserBlock):
        return Reference("image", raw)
    return Reference("document", raw) if raw and isinstance(block, DocumentChooserBlock) else None


def _models() -> dict[Kind, type[AbstractImage] | type[AbstractDocument]]:
    return {"image": get_image_model(), "document": get_document_model()}


def _kind(model: type[Model]) -> Kind | None:
    return next((kind for kind, own_model in _models().items() if own_model is model), None)


def _rows(
    model: type[AbstractImage] | type[AbstractDocument], numbers: list[int]
) -> dict[int, AbstractImage | AbstractDocument]:
    rows = model.objects.select_related("collection")
    if model is get_image_model():
        rows = rows.prefetch_renditions(THUMBNAIL, LARGE)
    return {row.pk: row for row in rows.filter(pk__in=numbers)}


def _hidden_numbers(
    request: HttpRequest, model: type[Model], rows: Iterable[AbstractImage | AbstractDocument]
) -> set[int]:
    """Return the numbers of those whose collection is closed to the reader, who has no right to
    choose them either."""
    restrictions = CollectionViewRestriction.objects.select_related("collection")
    closed = tuple(
        restriction.collection.path
        for restriction in restrictions.prefetch_related("groups")
        if not restriction.accept_request(request)
    )
    private = {row.pk for row in rows if row.collection.path.startswith(closed)}
    if not private:
        return set()
    policy = policy_registry.get_by_type(model)
    choosable = policy.instances_user_has_permission_for(request.user, "choose")
    return private - set(choosable.filter(pk__in=private).values_list("pk", flat=True))


def _build_medium(kind: Kind, row: AbstractImage | AbstractDocument | None, hidden: bool) -> Medium:
    if row is None or hidden:
        return absent_medium(kind, hidden)
    if kind == "document":
        return Medium(kind, row.title, row.url)
    try:
        small, large = row.get_rendition(THUMBNAIL), row.get_rendition(LARGE)
    except Exception:
        # Decoders raise all kinds of errors for what is missing, truncated or too large.
        return Medium(kind, row.title, thumbnail=_placeholder(kind))
    small_thumbnail: Thumbnail = {"url": small.url, "width": small.width, "height": small.height}
    return Medium(kind, row.title, large.url, small_thumbnail)


def absent_medium(kind: Kind, hidden: bool = False) -> Medium:
    """Return what is shown of what the reader may not see, or what was deleted."""
    if kind == "image":
        title = _("A picture that is not public") if hidden else _("A picture that was deleted")
    else:
        title = _("A file that is not public") if hidden else _("A file that was deleted")
    return Medium(kind, title, thumbnail=_placeholder(kind))


def _placeholder(kind: Kind) -> Thumbnail | None:
    """Return what stands in for a picture that cannot be shown."""
    if kind == "document":
        return None
    name, width, height = PLACEHOLDER
    return {"url": static(name), "width": width, "height": height}
