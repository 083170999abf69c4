"""Publishing and expiring what is due: Wagtail's `publish_scheduled`, each page by itself.

Wagtail's command ends at the first revision that cannot be published (its slug was taken since),
and with it everything that is due later. Here such a one is logged, and the others go on.
"""

import logging
from collections.abc import Callable

from django.apps import apps
from django.db.models import Model, QuerySet
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

from cms.content.embargoes import is_expired
from cms.content.translatable import find_source, list_translations, query_translation_records
from cms.store.flush import publish_transaction

logger = logging.getLogger(__name__)


def publish_due() -> None:
    """Unpublish what has expired and publish what is due, each in a transaction of its own."""
    for model in _list_models():
        for expired in list(_query_expired(model)):
            _attempt(str(expired), _unpublish, model, expired.pk)
    # Translations last: their sources may be due at the same moment.
    for revision in sorted(_query_due(), key=_is_translation):
        _attempt(revision.object_str, _publish, revision.pk)


def _attempt(name: str, act: Callable[..., None], *arguments: object) -> None:
    try:
        with publish_transaction():
            act(*arguments)
    except Exception:
        logger.exception("“%s” could not be published or unpublished as scheduled", name)


# What is due is looked up again under the lock: an editor may have been there before us.


def _unpublish(model: type[Model], pk: int) -> None:
    """With its translations, which cannot be asked about: nobody is there."""
    for expired in _query_expired(model).filter(pk=pk):
        if _inherits_later_expiry(expired):
            continue
        for content in (expired, *list_translations([expired])):
            content.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def _inherits_later_expiry(translation: DraftStateMixin) -> bool:
    """Give a translation that missed it the expiry of its source; return whether that is later."""
    source = find_source(translation)
    if (
        source is None
        or source.expire_at == translation.expire_at
        or not query_translation_records(translation).exists()
    ):
        return False
    translation.expire_at = source.expire_at
    translation.save(update_fields=["expire_at"])
    return not is_expired(translation)


def _publish(pk: int) -> None:
    for revision in _query_due().filter(pk=pk):
        revision.publish(log_action="wagtail.publish.scheduled")


def _is_translation(revision: Revision) -> bool:
    return find_source(revision.content_object) is not None


def _query_expired(model: type[Model]) -> QuerySet[DraftStateMixin]:
    return model._default_manager.filter(live=True, expire_at__lt=timezone.now()).order_by(
        "expire_at"
    )


def _query_due() -> QuerySet[Revision]:
    due = Revision.objects.filter(approved_go_live_at__lt=timezone.now())
    return due.order_by("approved_go_live_at")


def _list_models() -> list[type[Model]]:
    """Pages, and every snippet that can be a draft."""
    drafts = [model for model in apps.get_models() if issubclass(model, DraftStateMixin)]
    return [Page, *(model for model in drafts if not issubclass(model, Page))]
