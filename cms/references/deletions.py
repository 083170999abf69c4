"""Keep what was deleted by name, and which fields of which pages referred to it."""

from collections.abc import Iterable
from typing import Any, Protocol, TypeGuard

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete, pre_delete
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex, Revision, TranslatableMixin
from wagtail.signals import published

from cms.references.models import BrokenReference, Deletion
from cms.upstream.wagtail import extract_references, get_base_content_type, get_translatable_models


def connect() -> None:
    """Connect every receiver; called once, when all models are loaded."""
    content = get_translatable_models()
    for model in (*content, get_image_model(), get_document_model()):
        pre_delete.connect(record_deletion, sender=model, dispatch_uid="references deletion")
    for model in content:
        post_delete.connect(forget_source, sender=model, dispatch_uid="references source")
    published.connect(forget_resolved, dispatch_uid="references settle")


def record_deletion(instance: Model, **kwargs: object) -> None:
    """Keep its title, and what refers to it: afterwards nobody knows."""
    title = str(getattr(instance, "title", instance))[:255]
    base = get_base_content_type(instance)
    record_references(base, str(instance.pk), title, ReferenceIndex.get_references_to(instance))


def record_references(
    base: ContentType, number: str, title: str, references: Iterable[ReferenceIndex]
) -> None:
    with transaction.atomic():
        deletion, _ = Deletion.objects.update_or_create(
            content_type=base, object_id=number, defaults={"title": title}
        )
        broken = [
            BrokenReference(
                deletion=deletion,
                content_type_id=reference.content_type_id,
                base_content_type_id=reference.base_content_type_id,
                object_id=reference.object_id,
                model_path=reference.model_path,
            )
            for reference in references
            if _is_content(reference)
        ]
        BrokenReference.objects.bulk_create(broken, ignore_conflicts=True)


def record_unknown() -> None:
    """Keep what was deleted before deletions were kept, without titles, where blocks name it."""
    for model in (Page, get_image_model(), get_document_model()):
        base = ContentType.objects.get_for_model(model)
        rows = ReferenceIndex.objects.filter(to_content_type=base)
        there = {str(pk) for pk in model._default_manager.values_list("pk", flat=True)}
        for number in set(rows.values_list("to_object_id", flat=True)) - there:
            if not was_deleted(model, number):
                record_references(base, number, "", rows.filter(to_object_id=number))


def forget_source(instance: Model, **kwargs: object) -> None:
    query_broken_references(instance).delete()


def forget_resolved(instance: Model, revision: Revision, **kwargs: object) -> None:
    """Forget what a page was published without; what a block or a link still names, it keeps."""
    if revision.approved_go_live_at or not isinstance(instance, TranslatableMixin):
        return
    rows = list(query_broken_references(instance))
    named = extract_referenced(instance) if rows else set()
    settled = [row.pk for row in rows if not (holds_ids(row) and _get_target(row) in named)]
    BrokenReference.objects.filter(pk__in=settled).delete()


def query_broken_references(content: Model) -> QuerySet[BrokenReference]:
    """Return the broken references of a page or snippet."""
    base = get_base_content_type(content)
    return BrokenReference.objects.filter(
        base_content_type=base, object_id=str(content.pk)
    ).select_related("deletion")


def list_open_references(draft: Model) -> list[BrokenReference]:
    """Return the broken references that a draft has not mended; one query where there are none."""
    rows = list(query_broken_references(draft).order_by("model_path", "pk"))
    named = extract_referenced(draft) if rows else set()
    return [row for row in rows if _is_open(row, draft, named)]


def extract_referenced(version: Model) -> set[tuple[int, str]]:
    """Return the content types and numbers that this version of a page names, there or not."""
    found = extract_references(version)
    return {(kind, number) for kind, number, *_ in found}


def holds_ids(row: BrokenReference) -> bool:
    """Whether the field names things by numbers that outlive them: in blocks and links."""
    return isinstance(row.as_indexed.source_field, StreamField | RichTextField)


# What stands in a block for something deleted


class StandIn(Protocol):
    """An unsaved row of the model of something deleted."""

    pk: int
    title: str
    is_stand_in: bool


def build_stand_ins(model: type[Model], numbers: Iterable[int | str]) -> dict[str, StandIn]:
    """Return, by number, unsaved things that stand for deleted ones, with their titles."""
    wanted = [str(number) for number in numbers]
    titles = dict(
        _query_deletions(model).filter(object_id__in=wanted).values_list("object_id", "title")
    )
    return {number: build_stand_in(model, number, titles.get(number, "")) for number in wanted}


def build_stand_in(model: type[Model], number: int | str, title: str) -> StandIn:
    """Return an unsaved thing that stands for a deleted one."""
    row: Any = model(pk=model._meta.pk.to_python(number), title=title)
    row.is_stand_in = True
    return row


def is_deleted(content: object) -> TypeGuard[StandIn]:
    """Return whether it stands for something deleted."""
    return getattr(content, "is_stand_in", False)


def was_deleted(model: type[Model], number: int | str) -> bool:
    """Return whether something of this number is known to have been there. One query."""
    return bool(_query_deletions(model).filter(object_id=str(number)).exists())


def get_deleted_title(title: str) -> str:
    """Return what people read of something deleted."""
    return _("Deleted: “%(title)s”") % {"title": title} if title else _("Deleted")


def _query_deletions(model: type[Model]) -> QuerySet[Deletion]:
    return Deletion.objects.filter(content_type=get_base_content_type(model))


def _get_target(row: BrokenReference) -> tuple[int, str]:
    return row.deletion.content_type_id, row.deletion.object_id


def _is_open(row: BrokenReference, draft: Model, named: set[tuple[int, str]]) -> bool:
    if holds_ids(row):
        return _get_target(row) in named
    field = row.as_indexed.related_field
    return not field.many_to_one or getattr(draft, field.attname, None) is None


def _is_content(reference: ReferenceIndex) -> bool:
    model = ContentType.objects.get_for_id(reference.base_content_type_id).model_class()
    return model is not None and issubclass(model, TranslatableMixin)
