"""Content with gaps: versions without what is optional, and what they refer to deleted."""

from collections.abc import Iterator
from contextlib import suppress
from itertools import permutations
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Field
from django.urls import NoReverseMatch, get_resolver, reverse
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents import get_document_model
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

from cms.content.entry_types import list_snippet_models
from cms.store.flush import publish_transaction
from members.models import MemberPage
from tests import factories
from tests.admin.test_role_table import routes

# Fields that the system fills in.
SYSTEM_FIELDS = {"translation_key", "text_digest", "slug", "draft_title", "url_path", "owner"}
TEXTS = (blocks.CharBlock, blocks.TextBlock, blocks.URLBlock)
NO_IMAGE = {"image": None, "alt_text": "", "decorative": False}
# What any other optional part of a block is in a version: null, or not there at all.
NULL, ABSENT = "null", "absent"


def all_things() -> list[Any]:
    """Return every page and snippet in the language that the content is written in."""
    pages = Page.objects.filter(depth__gt=1, locale__language_code="bg").specific()
    snippets = (
        model._default_manager.filter(locale__language_code="bg") for model in list_snippet_models()
    )
    return [*pages, *(snippet for found in snippets for snippet in found)]


def add_versions(thing: Any) -> None:
    """Save drafts of it without its optional parts."""
    for gap in (NULL, ABSENT):
        version = type(thing).objects.get(pk=thing.pk)
        _empty(version, gap)
        with publish_transaction():
            version.save_revision(clean=False)


def _empty(version: Any, gap: str) -> None:
    for field in version._meta.get_fields():
        if isinstance(field, StreamField):
            raw = field.value_from_object(version).get_prep_value()
            parts = [_empty_part(field.stream_block, part, gap) for part in raw]
            setattr(version, field.name, field.to_python(parts))
        elif isinstance(field, Field) and field.editable and field.name not in SYSTEM_FIELDS:
            _empty_field(version, field)


def _empty_field(version: Any, field: Any) -> None:
    if not field.blank:
        return
    if field.many_to_many:
        setattr(version, field.name, [])
    elif field.null:
        setattr(version, field.name, None)
    elif field.empty_strings_allowed:
        setattr(version, field.name, "")


def _empty_part(stream: Any, part: Any, gap: str) -> Any:
    return part | {"value": _emptied(stream.child_blocks[part["type"]], part["value"], gap)}


def _emptied(block: Any, raw: Any, gap: str) -> Any:
    """Return a block's JSON without what its form does not ask for."""
    match block:
        case TypedTableBlock():
            return {"columns": [], "rows": [], "caption": ""}
        case ImageBlock():
            return raw
        case blocks.StructBlock():
            children = block.child_blocks.items()
            needed = {name: child for name, child in children if _is_required(child)}
            kept = {name: _emptied(child, raw[name], gap) for name, child in needed.items()}
            optional = {name: child for name, child in children if name not in needed}
            # Whichever way they come in, by form or by token, these are never null or absent.
            texts = {name: "" for name, child in optional.items() if isinstance(child, TEXTS)}
            images = {name: NO_IMAGE for name, child in optional.items() if is_image(child)}
            return kept | (dict.fromkeys(optional) if gap == NULL else {}) | texts | images
        case blocks.ListBlock():
            child = block.child_block
            return [part | {"value": _emptied(child, part["value"], gap)} for part in raw]
    return raw


def is_image(block: Any) -> bool:
    return isinstance(block, ImageBlock)


def _is_required(block: Any) -> bool:
    if is_image(block):
        return bool(block.child_blocks["image"].required)
    return isinstance(block, blocks.ListBlock) or bool(getattr(block, "required", True))


def delete_references() -> None:
    """Delete what content refers to: pictures, files, a member, the people who wrote it."""
    with publish_transaction():
        get_image_model().objects.all().delete()
        get_document_model().objects.all().delete()
        for page in MemberPage.objects.all():
            page.delete()
        User.objects.filter(is_superuser=False).delete()
    factories.settle()


def comparisons(thing: Any) -> Iterator[str]:
    """Yield the address of the comparison of each two of its versions, either way round."""
    versions = list(thing.revisions.values_list("pk", flat=True))
    for one, other in [*permutations(versions, 2), ("earliest", "live"), ("live", "latest")]:
        yield reverse(f"{_namespace(thing)}:revisions_compare", args=[thing.pk, one, other])


def screens(thing: Any) -> Iterator[str]:
    """Yield every address of the back office that is made of its number, or of a version's too."""
    versions = list(thing.revisions.values_list("pk", flat=True))
    for route in routes(get_resolver()):
        if route.startswith(f"{_namespace(thing)}:"):
            for more in ([], *([version] for version in versions)):
                with suppress(NoReverseMatch):
                    yield reverse(route, args=[thing.pk, *more])


def _namespace(thing: Any) -> str:
    if isinstance(thing, Page):
        return "wagtailadmin_pages"
    return f"wagtailsnippets_{thing._meta.app_label}_{thing._meta.model_name}"
