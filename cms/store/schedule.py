"""Publishing and expiring what is due: Wagtail's `publish_scheduled`, each page by itself.

Wagtail's command ends at the first revision that cannot be published (its slug was taken since),
and with it everything that is due later. Here such a one is logged, and the others go on.
"""

import logging
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.apps import apps
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

from cms.store.flush import publishing

logger = logging.getLogger(__name__)


def run() -> None:
    """Unpublish what has expired and publish what is due, each in a transaction of its own."""
    for what, act in _due():
        try:
            with publishing():
                act()
        except Exception:
            logger.exception("%s could not be published or unpublished as scheduled", what)


def _due() -> Iterator[tuple[str, Callable[[], object]]]:
    now = timezone.now()
    for model in _models():
        for expired in model.objects.filter(live=True, expire_at__lt=now).order_by("expire_at"):
            unpublish = partial(
                expired.unpublish, set_expired=True, log_action="wagtail.unpublish.scheduled"
            )
            yield f"“{expired}”", unpublish
    for revision in Revision.objects.filter(approved_go_live_at__lt=now).order_by(
        "approved_go_live_at"
    ):
        publish = partial(revision.publish, log_action="wagtail.publish.scheduled")
        yield f"“{revision.object_str}”", publish


def _models() -> list[Any]:
    """Pages, and every snippet that can be a draft."""
    drafts = [model for model in apps.get_models() if issubclass(model, DraftStateMixin)]
    return [Page, *(model for model in drafts if not issubclass(model, Page))]
