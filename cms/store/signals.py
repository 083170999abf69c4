"""Every signal the store listens to. Each only records a pending change: the key of what changed.

Wagtail's own signals (published, unpublished, slug changed …) miss what plain saves, deletions and
restrictions do, so the store listens to the database's instead. docs/architecture.md has the table
of what is caught where.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage
from wagtail.models import Collection, Locale, Page, PageViewRestriction, get_page_models
from wagtail.signals import post_page_move
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from cms.content import dependency_keys
from cms.content.entry_types import list_snippet_models
from cms.content.publishable import Translatable
from cms.content.serializers.links import get_entry_id
from cms.content.serializers.renditions import delete_renditions
from cms.store.flush import mark_changed
from cms.store.picture_files import update_picture_files, withdraw_private_pictures
from cms.upstream.wagtail import CollectionViewRestriction

# What saving a draft writes to a page's row: nothing public.
DRAFT_FIELDS = {
    "draft_title", "has_unpublished_changes", "latest_revision", "latest_revision_created_at",
    "locked", "locked_at", "locked_by",
}  # fmt: skip


def connect() -> None:
    """Connect every receiver; called once, when all models are loaded."""
    media = [get_image_model(), get_document_model(), Collection]
    for models, receiver in (
        (media, medium_changed),
        ([StringTranslation], text_translated),
        ([TranslationSource], source_record_changed),
        ([Translation], translation_changed),
        ([PageViewRestriction], restriction_changed),
        ([CollectionViewRestriction], collection_restriction_changed),
        ([Locale], languages_changed),
    ):
        for model in models:
            for signal in (post_save, post_delete):
                signal.connect(receiver, sender=model, dispatch_uid=f"store {receiver.__name__}")
    for model in [*get_page_models(), *list_snippet_models()]:
        post_save.connect(group_changed, sender=model, dispatch_uid="store group_changed")
        post_delete.connect(group_deleted, sender=model, dispatch_uid="store group_deleted")
    image_model = get_image_model()
    post_save.connect(image_saved, sender=image_model, dispatch_uid="store image_saved")
    post_delete.connect(image_deleted, sender=image_model, dispatch_uid="store image_deleted")
    post_page_move.connect(page_moved, dispatch_uid="store page_moved")


def group_changed(
    instance: Translatable, update_fields: Iterable[str] | None = None, **kwargs: object
) -> None:
    if update_fields and DRAFT_FIELDS.issuperset(update_fields):
        return
    mark_changed(dependency_keys.group(instance))
    if isinstance(instance, Page) and instance.numchild and not instance.live:
        # The pages below may have moved with it, and it has no entry whose change would tell.
        mark_changed(dependency_keys.tree(instance.pk))


def group_deleted(instance: Translatable, **kwargs: object) -> None:
    """What names it no longer does, whether it had an entry or not."""
    mark_changed(dependency_keys.group(instance))
    mark_changed(
        dependency_keys.entry(get_entry_id(instance.translation_key, instance.locale.language_code))
    )


def text_translated(instance: StringTranslation, **kwargs: object) -> None:
    """How much is translated is told before the translation is published."""
    translated = instance.context.object
    mark_changed(
        dependency_keys.group_of(translated.content_type.model_class(), translated.translation_key)
    )


def translation_changed(instance: Translation, **kwargs: object) -> None:
    """It was started, stopped, restarted or deleted: a read model shows whether it is in progress.

    A stop by wagtail-localize's own form saves nothing but this record.
    """
    mark_changed(_get_group(instance.source))


def source_record_changed(
    instance: TranslationSource, created: bool = True, **kwargs: object
) -> None:
    """It was created or deleted (`post_delete` sends no `created`): it decides which language is
    the source of the others. Its text is that of a page whose own save is recorded."""
    if created:
        mark_changed(_get_group(instance))


def _get_group(record: TranslationSource) -> str:
    return dependency_keys.group_of(record.specific_content_type.model_class(), record.object_id)


def medium_changed(
    instance: AbstractImage | AbstractDocument | Collection, **kwargs: object
) -> None:
    mark_changed(dependency_keys.medium(instance))
    if isinstance(instance, Collection):
        # It may have been moved to where it is private.
        transaction.on_commit(lambda: withdraw_private_pictures(instance.pk), robust=True)


def restriction_changed(instance: PageViewRestriction, **kwargs: object) -> None:
    mark_changed(dependency_keys.tree(instance.page_id))


def collection_restriction_changed(instance: CollectionViewRestriction, **kwargs: object) -> None:
    mark_changed(dependency_keys.medium(instance.collection))
    transaction.on_commit(lambda: withdraw_private_pictures(instance.collection_id), robust=True)


def languages_changed(**kwargs: object) -> None:
    mark_changed(dependency_keys.ALL)


def page_moved(
    instance: Page, parent_page_before: Page, parent_page_after: Page, **kwargs: object
) -> None:
    """A move may change who may read a page, and shifts its new and old neighbours' places."""
    mark_changed(dependency_keys.tree(instance.pk))
    mark_changed(dependency_keys.children(parent_page_before.pk))
    mark_changed(dependency_keys.children(parent_page_after.pk))


def image_saved(instance: AbstractImage, **kwargs: object) -> None:
    """Make a new picture's sizes after its upload, so that no publish has to wait for them."""
    transaction.on_commit(lambda: update_picture_files(instance), robust=True)


def image_deleted(instance: AbstractImage, **kwargs: object) -> None:
    """Delete its public sizes after the commit; Wagtail deletes the original."""
    number = instance.pk  # Django takes it off the instance
    transaction.on_commit(lambda: delete_renditions(number), robust=True)
