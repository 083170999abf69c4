"""What a deleted source leaves: every translation of it becomes a page of its own."""

from typing import Any

from django.db.models.signals import post_delete
from wagtail_localize.models import TranslationSource

from cms.content.embargoes import cancel_schedules
from cms.content.translatable import query_kept_translations
from cms.upstream.wagtail import get_translatable_models


def connect() -> None:
    for model in get_translatable_models():
        post_delete.connect(source_deleted, sender=model, dispatch_uid="following source_deleted")


def source_deleted(instance: Any, **kwargs: Any) -> None:
    """Forget what was to be translated, and from what; what is translated already is kept.

    What waited for the source to be published stays a draft. wagtail-localize would take the page
    that is gone for the source of those that are left.
    """
    cancel_schedules(query_kept_translations(instance))
    gone = TranslationSource.objects.filter(object_id=instance.translation_key)
    gone.filter(locale_id=instance.locale_id).delete()
