"""Complete Wagtail's reference index, which every list and number of uses is read from.

Wagtail follows foreign keys, blocks and links, of what is public or was saved first. Here it also
follows many-to-many fields, the versions that are still to be published, and redirects.
"""

from collections.abc import Callable, Iterator

from django.db import transaction
from django.db.models import Model, Q
from django.db.models.signals import m2m_changed, post_delete
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import DraftStateMixin, Page, ReferenceIndex, TranslatableMixin

from cms.references import deletions
from cms.references.models import IndexState
from cms.upstream.patches import apply_patches
from cms.upstream.wagtail import (
    extract_wagtail_references,
    get_base_content_type,
    get_translatable_models,
)
from cms.upstream.wagtail_admin import (
    remove_reference_index_on_delete,
    update_reference_index_on_save,
)

# The content type and number of what is referred to, the path of the field, the path of the block.
Reference = tuple[int, str, str, str]
EXTRACTION = "wagtail.models:ReferenceIndex._extract_references_from_object"

# Raised whenever the same pages would give other references: `prepare` then builds them again.
VERSION = 2


def register() -> None:
    """Replace the method by which Wagtail extracts references; called once, by the app.

    Wagtail's own way to add references, `extract_references` of a field, is given the value of
    the published row alone.
    """
    apply_patches(EXTRACTION, classmethod(_extract_all))
    ReferenceIndex.register_model(Redirect)
    m2m_changed.connect(update_for_relation, dispatch_uid="references update_for_relation")
    # Wagtail forgets what was deleted only where it can refer to something itself.
    for model in set(get_translatable_models()) - ReferenceIndex.tracked_models:
        post_delete.connect(
            remove_reference_index_on_delete, sender=model, dispatch_uid="references deleted"
        )


def update_for_relation(instance: Model, action: str, reverse: bool, **kwargs: object) -> None:
    """Index a page again when its many-to-many fields are written, which is after its row."""
    if (
        action.startswith("post_")
        and not reverse
        and type(instance) in ReferenceIndex.tracked_models
    ):
        update_reference_index_on_save(instance)


def is_built() -> bool:
    """Return whether the whole index was built by this version. One query."""
    return IndexState.objects.filter(version=VERSION).exists()


def build_index(report: Callable[[int, int], None]) -> None:
    """Index everything again, and remember that; `report` gets how many are done, of how many."""
    models = [model for model in ReferenceIndex.indexed_models if model is not Page]
    total = sum(model._default_manager.count() for model in models)
    done = 0
    for model in models:
        for thing in model._default_manager.iterator(chunk_size=500):
            with transaction.atomic():
                ReferenceIndex.create_or_update_for_object(thing)
            done += 1
            if done % 100 == 0:
                report(done, total)
    deletions.record_unknown()
    IndexState.objects.update_or_create(pk=1, defaults={"version": VERSION})


def iterate_published_references(content: Model) -> set[tuple[int, str]]:
    """Return the content type and number of all that the published row of a page refers to."""
    row = type(content)._base_manager.get(pk=content.pk)
    return {(kind, number) for kind, number, *_ in _extract_row(ReferenceIndex, row)}


def _extract_all(cls: type[ReferenceIndex], content: Model) -> Iterator[Reference]:
    for version in (content, *_iterate_unpublished_versions(content)):
        yield from _extract_row(cls, version)


def _extract_row(cls: type[ReferenceIndex], content: Model) -> Iterator[Reference]:
    yield from extract_wagtail_references(cls, content)
    for field in content._meta.many_to_many:
        # Tags, users' groups and permissions are nobody's content.
        if issubclass(field.related_model, TranslatableMixin):
            base = get_base_content_type(field.related_model)
            for other in field.value_from_object(content):
                yield base.pk, str(other.pk), field.name, field.name


def _iterate_unpublished_versions(content: Model) -> Iterator[Model]:
    """Yield the newest draft and what is scheduled, where these are not what is published.

    Of a page that was loaded without its type there is none: its fields are not those of a draft.
    """
    if not isinstance(content, DraftStateMixin) or type(content) is Page:
        return
    if content.live and not content.has_unpublished_changes:
        return
    wanted = Q(pk=content.latest_revision_id) | Q(approved_go_live_at__isnull=False)
    for revision in content.revisions.filter(wanted):
        yield revision.as_object()
