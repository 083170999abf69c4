"""Undocumented parts of Wagtail that can be imported while models are loaded.

The back office's are in `wagtail_admin`: its views and forms ask for models when they are imported.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType

# The public methods check Wagtail's permissions, and snippets have none that logs a deletion; ours
# are checked before, and differ. No issue found.
from wagtail.actions.delete import DeleteAction
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.unpublish import UnpublishAction
from wagtail.actions.unpublish_page import UnpublishPageAction

# The widget of a stream: no public way to refuse malformed form data with 400. No issue found.
from wagtail.blocks.base import BlockWidget

# The values of lists and streams: no public way to visit every block of a stream. No issue found.
from wagtail.blocks.list_block import ListValue
from wagtail.blocks.stream_block import StreamValue

# The value of a table and its widget's adapter: rows and columns have no ids, which translations
# are matched by. No issue found.
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlockAdapter

# The name under which an image's file is stored: a title that equals it is no description.
from wagtail.coreutils import string_to_ascii

# The form that asks for the password of a restricted page: Wagtail hands it to the model.
from wagtail.forms import PasswordViewRestrictionForm

# A comparison of versions fails where one of them has no image. No issue found.
from wagtail.images.blocks import ImageBlockComparison, ImageChooserBlockComparison

# The private collections and the permissions of a page: documented only by their pages in the
# back office. No issue found.
# Every translatable model, also those that are registered by a dependency. No issue found.
from wagtail.models import (
    CollectionViewRestriction,
    Page,
    PagePermissionTester,
    ReferenceIndex,
    get_translatable_models,
)

# The text of rich text as Wagtail's own fields index it. No issue found.
from wagtail.rich_text import get_text_for_indexing

# The language and the notifications that a person chose: no public way to read them.
# No issue found.
from wagtail.users.models import UserProfile

__all__ = [
    "BlockWidget",
    "CollectionViewRestriction",
    "DeleteAction",
    "DeletePageAction",
    "ImageBlockComparison",
    "ImageChooserBlockComparison",
    "ListValue",
    "MovePageAction",
    "PagePermissionTester",
    "PasswordViewRestrictionForm",
    "StreamValue",
    "TypedTable",
    "TypedTableBlockAdapter",
    "UnpublishAction",
    "UnpublishPageAction",
    "UserProfile",
    "get_text_for_indexing",
    "get_translatable_models",
    "string_to_ascii",
]

# What Wagtail extracts by itself; cms.upstream.patches replaces the method.
# https://github.com/wagtail/wagtail/issues/9629
extract_wagtail_references = ReferenceIndex._extract_references_from_object.__func__


def extract_references(obj: Any) -> Iterator[tuple[int, str, str, str]]:
    """Yield what an object refers to: content type, primary key, model path, content path.

    The index has no public way to read an object that is not saved, such as a draft.
    """
    return ReferenceIndex._extract_references_from_object(obj)


def get_base_content_type(obj: Any) -> ContentType:
    """Return the content type under which the reference index keeps a model or an object."""
    return ReferenceIndex._get_base_content_type(obj)


def is_slug_available(slug: str, parent: Page | None, page: Page) -> bool:
    """Return whether a page could have this slug below a parent. Forms alone check it publicly."""
    return bool(Page._slug_is_available(slug, parent, page=page))


def autogenerate_slug(page: Page, parent: Page | None) -> str:
    """Return the slug that a page would be saved with; an unsaved one below `parent`.

    Wagtail generates it only when the page is validated, after a form has reported it missing.
    """
    if page._state.adding:
        page._cached_parent_obj = parent
    page._set_core_field_defaults()
    return str(page.slug)


def get_parent(page: Page) -> Page | None:
    """Return the parent of a page, also of one that is not in the tree yet but has been given it
    by `add_child` or by a form."""
    return page.get_parent() or getattr(page, "_cached_parent_obj", None)


def read_file_metadata(image: Any) -> None:
    """Set an image's size in bytes and hash from its file, as only Wagtail's forms do."""
    image._set_image_file_metadata()


def convert_image(block: Any, image: Any) -> Any:
    """Return the value of an ImageBlock as that of a StructBlock: image, alt_text, decorative."""
    return block._image_to_struct_value(image)


def has_item_id(block: Any, item: Any) -> bool:
    """Return whether an item in a ListBlock's JSON has an id: older ones are the value alone."""
    return bool(block._item_is_in_block_format(item))


def get_loaded_blocks(stream: StreamValue) -> list[Any]:
    """Return the blocks of a stream in their order, None for those that are still JSON."""
    return list(stream._bound_blocks)
