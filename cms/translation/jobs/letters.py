"""Which mails are owed: to translators one for each batch that concerns them, and at most one a day
of the sources that have changed; to reviewers and coordinators one, at once, of translations that
stay public without their source."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Locale

from cms.store.lock import locked
from cms.translation.jobs.models import Batch, Bookmark, Job, Letter, Orphan
from cms.translation.jobs.people import responsible_for, translators_of

# When changes are gathered, by the installation's clock.
HOUR = time(8)
# `since` itself is not told of.
JUST_BEFORE = timedelta(microseconds=1)


def owe(batch: Batch) -> None:
    """Owe a letter to everybody who has something to translate of a batch that is sent."""
    if settings.MAILING:
        jobs = Job.objects.filter(batch=batch)
        users = [user for user in _recipients(jobs) if _wants(user, "batches")]
        now = timezone.now()
        kind = Letter.Kind.BATCH
        Letter.objects.bulk_create(
            Letter(kind=kind, user=user, batch=batch, due_at=now) for user in users
        )


def announce(orphans: QuerySet[Orphan]) -> None:
    """Owe a letter of these to the reviewers of their languages and to the coordinators, at once.

    A letter that was not sent yet grows: there is never a second. One query where there are none.
    """
    rows = list(orphans)
    if not rows:
        return
    Orphan.objects.filter(pk__in=[row.pk for row in rows]).update(announced=True)
    if not settings.MAILING:
        return
    languages = Locale.objects.filter(pk__in={row.locale_id for row in rows})
    moments = [row.since for row in rows]
    for user in responsible_for(languages):
        if user.email and _wants(user, "orphans"):
            Letter.objects.update_or_create(
                user=user,
                batch=None,
                kind=Letter.Kind.ORPHANS,
                defaults={"until": max(moments)},
                create_defaults={
                    "since": min(moments) - JUST_BEFORE,
                    "until": max(moments),
                    "due_at": timezone.now(),
                },
            )


def gather() -> None:
    """Once a day, owe letters of what has changed since the last time; the first look owes none.

    One query where it is not time. A letter that was not sent yet grows: there is never a second.
    """
    cut = last_hour(timezone.now())
    if Bookmark.objects.filter(pk=1, moment__gte=cut).exists():
        return
    with locked():
        bookmark = Bookmark.objects.filter(pk=1).first() or Bookmark(pk=1, moment=cut)
        since, bookmark.moment = bookmark.moment, max(bookmark.moment, cut)
        bookmark.save()
        changed = Job.objects.filter(changed_at__gt=since, changed_at__lte=cut)
        for user in _recipients(changed):
            if _wants(user, "changes"):
                Letter.objects.update_or_create(
                    user=user,
                    batch=None,
                    kind=Letter.Kind.CHANGES,
                    defaults={"until": cut},
                    create_defaults={"since": since, "until": cut, "due_at": timezone.now()},
                )


def last_hour(now: datetime) -> datetime:
    """Return the last moment at which changes were to be gathered."""
    zone = timezone.get_default_timezone()
    moment = datetime.combine(timezone.localtime(now, zone).date(), HOUR, zone)
    return moment if moment <= now else moment - timedelta(days=1)


def _recipients(jobs: Any) -> Iterable[Any]:
    """Each person once to whom some of these jobs were sent."""
    places = jobs.filter(translation__enabled=True).order_by().distinct()
    found: dict[int, Any] = {}
    for locale_id, assignee_id in places.values_list("translation__target_locale", "assignee"):
        everybody = translators_of(Locale.objects.get(pk=locale_id))
        for user in everybody.filter(Q(pk=assignee_id) if assignee_id else Q()):
            found[user.pk] = user
    return [user for user in found.values() if user.email]


def _wants(user: Any, kind: str) -> bool:
    preference = getattr(user, "translation_mail", None)
    return preference is None or bool(getattr(preference, kind))
