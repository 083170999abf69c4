"""Which mails are sent: to translators one for each submission that concerns them, and at most one
a day of the sources that have changed; to reviewers and coordinators one, at once, of translations
that stay public without their source; to coordinators at most one a day of what is to be sent."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Locale

from cms.store.lock import store_lock
from cms.translation.jobs.assignees import coordinators, responsible_users, translators_of
from cms.translation.jobs.backlog import find_new_rows
from cms.translation.jobs.models import (
    DigestCheckpoint,
    Job,
    Notification,
    Orphan,
    Submission,
    TranslationRequest,
)

# When changes are collected, by the installation's clock.
DIGEST_TIME = time(8)
# `since` itself is not told of.
TIME_RESOLUTION = timedelta(microseconds=1)


def enqueue_notifications(submission: Submission) -> None:
    """Enqueue a notification to everybody who has something to translate of a submission that is
    sent."""
    if settings.MAILING:
        jobs = Job.objects.filter(submission=submission)
        users = [user for user in _recipients(jobs) if wants_notification(user, "submissions")]
        now = timezone.now()
        kind = Notification.Kind.SUBMISSION
        Notification.objects.bulk_create(
            Notification(kind=kind, user=user, submission=submission, next_attempt_at=now)
            for user in users
        )


def enqueue_orphan_notifications(orphans: QuerySet[Orphan]) -> None:
    """Enqueue a notification of these to the reviewers of their languages and the coordinators, at
    once.

    A notification that was not sent yet grows: there is never a second. One query where there are
    none.
    """
    rows = list(orphans)
    if not rows:
        return
    Orphan.objects.filter(pk__in=[row.pk for row in rows]).update(announced=True)
    if not settings.MAILING:
        return
    languages = Locale.objects.filter(pk__in={row.locale_id for row in rows})
    moments = [row.since for row in rows]
    for user in responsible_users(languages):
        if user.email and wants_notification(user, "orphans"):
            Notification.objects.update_or_create(
                user=user,
                submission=None,
                kind=Notification.Kind.ORPHANS,
                defaults={"until": max(moments)},
                create_defaults={
                    "since": min(moments) - TIME_RESOLUTION,
                    "until": max(moments),
                    "next_attempt_at": timezone.now(),
                },
            )


def collect_digest() -> None:
    """Once a day, enqueue notifications of what has changed since the last time, and of what is to
    be sent.

    The first look enqueues none: what is there by then was not published by an editor.

    One query where it is not time. A notification that was not sent yet grows: there is never a
    second.
    """
    cutoff = last_digest_time(timezone.now())
    if DigestCheckpoint.objects.filter(pk=1, collected_until__gte=cutoff).exists():
        return
    with store_lock():
        checkpoint = DigestCheckpoint.objects.filter(pk=1).first() or DigestCheckpoint(
            pk=1, collected_until=timezone.now()
        )
        since, checkpoint.collected_until = (
            checkpoint.collected_until,
            max(checkpoint.collected_until, cutoff),
        )
        checkpoint.save()
        changed = Job.objects.filter(changed_at__gt=since, changed_at__lte=cutoff)
        for user in _recipients(changed):
            if wants_notification(user, "changes"):
                _enqueue_or_extend(user, Notification.Kind.CHANGES, since, cutoff)
        _collect_unsent(since, cutoff)


def _collect_unsent(since: datetime, until: datetime) -> None:
    """Enqueue notifications to the coordinators who want to hear of what there is to send."""
    requests = TranslationRequest.objects.filter(created_at__gt=since, created_at__lte=until)
    news = {"requests": requests.exists(), "pages": find_new_rows(since, until).exists()}
    for user in coordinators() if any(news.values()) else ():
        if user.email and any(
            has_any and wants_notification(user, kind) for kind, has_any in news.items()
        ):
            _enqueue_or_extend(user, Notification.Kind.UNSENT, since, until)


def _enqueue_or_extend(user: Any, kind: str, since: datetime, until: datetime) -> None:
    Notification.objects.update_or_create(
        user=user,
        submission=None,
        kind=kind,
        defaults={"until": until},
        create_defaults={"since": since, "until": until, "next_attempt_at": timezone.now()},
    )


def last_digest_time(now: datetime) -> datetime:
    """Return the last moment at which changes were to be collected."""
    zone = timezone.get_default_timezone()
    moment = datetime.combine(timezone.localtime(now, zone).date(), DIGEST_TIME, zone)
    return moment if moment <= now else moment - timedelta(days=1)


def _recipients(jobs: Any) -> Iterable[Any]:
    """Each person once to whom some of these jobs were sent."""
    recipients = jobs.filter(translation__enabled=True).order_by().distinct()
    users_by_pk: dict[int, Any] = {}
    for locale_id, assignee_id in recipients.values_list("translation__target_locale", "assignee"):
        everybody = translators_of(Locale.objects.get(pk=locale_id))
        for user in everybody.filter(Q(pk=assignee_id) if assignee_id else Q()):
            users_by_pk[user.pk] = user
    return [user for user in users_by_pk.values() if user.email]


def wants_notification(user: Any, kind: str) -> bool:
    """Return whether somebody has a kind of mail switched on: a field of NotificationPreference."""
    preference = getattr(user, "notification_preference", None)
    return preference is None or bool(getattr(preference, kind))
