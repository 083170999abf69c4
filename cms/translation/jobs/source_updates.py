"""A source that is published takes its translators with it: they are shown its new text, and its
jobs are open again. The live translations stay as they are, outdated until they are published.

What was translated stays: an unchanged piece of text keeps its translation.
"""

import json
import logging

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from wagtail.signals import published
from wagtail_localize.models import TranslationSource

from cms.translation.jobs.models import Job

logger = logging.getLogger(__name__)


def connect() -> None:
    """Connect the receiver; called once, when all models are loaded."""
    published.connect(source_published, dispatch_uid="translation_jobs source_published")


def source_published(instance: Model, **kwargs: object) -> None:
    source = TranslationSource.objects.filter(
        object_id=getattr(instance, "translation_key", None),
        locale_id=getattr(instance, "locale_id", None),
        translations__enabled=True,
    ).first()
    if source is None:
        return
    try:
        with transaction.atomic():
            update_source(source)
    except Exception:
        # It holds up no publish: `translation_status --mend` tries it again.
        logger.exception("The translators of “%s” are not shown its new text", instance)


def update_source(source: TranslationSource) -> None:
    """Show the translators the source as it is; where its text is new, open its jobs again."""
    before = shown_text_digest(source)
    source.update_from_db()
    if shown_text_digest(source) == before:
        return
    now = timezone.now()
    Job.objects.bulk_create(
        [
            Job(translation=translation, opened_at=now, changed_at=now)
            for translation in source.translations.filter(enabled=True)
        ],
        update_conflicts=True,
        unique_fields=["translation"],
        update_fields=["opened_at", "changed_at"],
    )


def shown_text_digest(source: TranslationSource) -> str:
    """The digest of the text that translators are shown (cms.content.translatable)."""
    return str(json.loads(source.content_json)["text_digest"])
