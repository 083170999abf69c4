"""What uses a page, snippet, picture or file: named where one unpublishes or deletes it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CASCADE
from django.urls import resolve
from django.utils.text import capfirst
from wagtail.models import Page, ReferenceIndex

from cms.content.publishable import Translatable
from cms.core.users import RequestUser
from cms.permissions.visible_names import VisibleName, get_visible_name
from cms.references.index import iterate_published_references
from cms.upstream.wagtail import get_base_content_type
from cms.upstream.wagtail_admin import IndexView

# How many are named in a confirmation; it says how many more there are.
MAX_NAMED = 100


@dataclass(frozen=True)
class Use:
    """A page, snippet or redirect that refers to something, and the fields in which it does.

    `drafts_only`: what is published of it does not refer to it; `is_deleted`: it is deleted along.
    """

    content: Translatable
    name: VisibleName
    fields: list[str]
    drafts_only: bool
    is_deleted: bool

    @property
    def language(self) -> str:
        return self.content.locale.get_display_name() if hasattr(self.content, "locale") else ""

    @property
    def kind(self) -> str:
        return capfirst(str(self.content._meta.verbose_name))


@dataclass(frozen=True)
class Uses:
    """The first of what uses something, and how many more there are."""

    named: list[Use] = field(default_factory=list)
    more: int = 0


def find_uses(user: RequestUser, contents: Iterable[Translatable]) -> Uses:
    """Return what refers to any of these, as the person may know it, in all languages.

    What one of them says of another of them is no use.
    """
    contents = list(contents)
    own = {_key(content) for content in contents}
    sources: dict[tuple[int, str], list[ReferenceIndex]] = defaultdict(list)
    for reference in ReferenceIndex.get_references_to_in_bulk(contents).order_by(
        "model_path", "pk"
    ):
        source = (reference.base_content_type_id, reference.object_id)
        if source not in own:
            sources[source].append(reference)
    loaded = _load(list(sources)[:MAX_NAMED])
    named = [_use(user, content, sources[key]) for key, content in loaded.items()]
    return Uses(named, more=max(len(sources) - MAX_NAMED, 0))


def object_for_usage_url(usage_url: str) -> Any:
    """Return the thing whose uses Wagtail lists at an address of the back office."""
    match = resolve(usage_url.partition("?")[0])
    if "page_id" in match.kwargs:
        return Page.objects.get(pk=match.kwargs["page_id"]).specific
    view: IndexView = match.func
    model = view.view_initkwargs.get("model") or view.view_class.model
    (number,) = match.kwargs.values()
    return model._default_manager.get(pk=number)


def _key(content: Translatable) -> tuple[int, str]:
    return get_base_content_type(content).pk, str(content.pk)


def _load(keys: list[tuple[int, str]]) -> dict[tuple[int, str], Translatable]:
    """Return those that are there, in few queries, pages by their types."""
    numbers: dict[int, list[str]] = defaultdict(list)
    for kind, number in keys:
        numbers[kind].append(number)
    found: dict[tuple[int, str], Translatable] = {}
    for kind, group in numbers.items():
        model: Any = ContentType.objects.get_for_id(kind).model_class()
        rows = model._default_manager.filter(pk__in=group)
        if hasattr(model, "locale"):
            rows = rows.select_related("locale")
        rows = rows.specific() if model is Page else rows
        found |= {(kind, str(row.pk)): row for row in rows}
    return {key: found[key] for key in keys if key in found}


def _use(user: RequestUser, content: Translatable, references: list[ReferenceIndex]) -> Use:
    fields = dict.fromkeys(str(reference.describe_source_field()) for reference in references)
    return Use(
        content,
        get_visible_name(user, content),
        fields=list(fields),
        drafts_only=_only_in_drafts(content, references),
        is_deleted=any(reference.on_delete == CASCADE for reference in references),
    )


def _only_in_drafts(content: Page, references: list[ReferenceIndex]) -> bool:
    """Asks the database for the few that have a draft beside what is published."""
    if not getattr(content, "live", False) or not content.has_unpublished_changes:
        return False
    published = iterate_published_references(content)
    targets = {(reference.to_content_type_id, reference.to_object_id) for reference in references}
    return not targets & published
