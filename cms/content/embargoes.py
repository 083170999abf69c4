"""Keep translations from being public earlier or longer than their source.

A translation that is published while its source waits for its hour is scheduled for the same hour,
and follows when that is changed. It expires with its source.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.utils import timezone
from wagtail.models import Revision

from cms.content.publishable import Translatable

# How far ahead a translation is put whose source is overdue: Wagtail publishes at once what is not.
PUBLISH_DELAY = timedelta(seconds=1)


@dataclass(frozen=True)
class Embargo:
    """The source of a translation is still to be published; `until` is None while nobody has
    scheduled it."""

    until: datetime | None


def is_expired(content: Translatable) -> bool:
    """Return whether the hour has passed at which a page or snippet was to go, whether the worker
    has taken it off the site yet or not."""
    return content.expire_at is not None and content.expire_at < timezone.now()


def find_embargo(source: Translatable) -> Embargo | None:
    """Return what keeps the translations of a source back; None where nothing does.

    A source that was public and was taken down keeps nothing back, unless it is scheduled anew.
    """
    if source.live:
        return None
    until = (
        _filter_scheduled(source.revisions).values_list("approved_go_live_at", flat=True).first()
    )
    return None if until is None and source.first_published_at else Embargo(until)


def apply_source_dates(
    translation: Translatable, source: Translatable, has_own_dates: bool
) -> None:
    """Set when a version of a translation is to be published and to expire.

    A translation that is kept in line with its source has no dates of its own; another one has,
    and is only held back.
    """
    embargo, now = find_embargo(source), timezone.now()
    until = max(embargo.until, now + PUBLISH_DELAY) if embargo and embargo.until else None
    if has_own_dates:
        moments = [moment for moment in (translation.go_live_at, until) if moment]
        translation.go_live_at = max(moments, default=None)
    else:
        translation.go_live_at, translation.expire_at = until, source.expire_at


def reschedule(source: Translatable, translations: QuerySet[Model]) -> None:
    """Give translations that wait for their source its hour: the present one if it is public."""
    embargo = find_embargo(source)
    moment = embargo.until if embargo else timezone.now()
    if moment is None:
        return
    for revision in _filter_scheduled(_query_revisions(translations)):
        revision.approved_go_live_at = moment
        revision.save(update_fields=["approved_go_live_at"])
        translations.filter(pk=revision.object_id).update(go_live_at=moment)


def cancel_schedules(translations: QuerySet[Model]) -> None:
    """Leave as drafts what waited for a source that is gone."""
    _filter_scheduled(_query_revisions(translations)).update(approved_go_live_at=None)


def _filter_scheduled(revisions: QuerySet[Revision]) -> QuerySet[Revision]:
    return revisions.filter(approved_go_live_at__isnull=False).order_by("approved_go_live_at")


def _query_revisions(contents: QuerySet[Model]) -> QuerySet[Revision]:
    numbers = [str(pk) for pk in contents.values_list("pk", flat=True)]
    kind = ContentType.objects.get_for_model(contents.model)
    return Revision.objects.filter(base_content_type=kind, object_id__in=numbers)
