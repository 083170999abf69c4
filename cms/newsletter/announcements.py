"""What is new: entries that became public, and the moment when a mail is made of them.

Word of an entry is sent once, however often it is edited, or taken away and published again. What
is gone when a mail is made is not in it; it is new when it comes back.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import groupby

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from cms.content.entry_types import TYPES
from cms.newsletter.frequencies import Frequency
from cms.newsletter.models import Announcement, AnnouncementCheckpoint
from cms.store import change_log
from cms.store.lock import store_lock
from cms.store.models import Entry

# An article whose own date is older is not news: an archive may be brought in.
MAX_NEWS_AGE = timedelta(days=30)
# "At once" waits until nothing new has come for a while, so that a morning's articles are one mail
# and a slip is mended before it is mailed; but not for ever.
QUIET_PERIOD, MAX_WAIT = timedelta(minutes=5), timedelta(minutes=30)
# "Weekly" is Monday at nine, by the installation's clock.
WEEKDAY, HOUR = 0, time(9)


def collect_new() -> None:
    """Announce what became public since the last look; the first look announces nothing.

    One or two queries where there is nothing new.
    """
    checkpoint = AnnouncementCheckpoint.objects.filter(pk=1).first()
    if checkpoint and checkpoint.number >= change_log.get_newest_sequence():
        return
    with store_lock() as sequence:
        checkpoint = AnnouncementCheckpoint.objects.filter(pk=1).first() or AnnouncementCheckpoint(
            pk=1, number=sequence.number
        )
        type_names = [kind.name for kind in TYPES.values() if kind.in_newsletter]
        entries = change_log.find_published_after(checkpoint.number, type_names)
        # The moment of its last change: the one when it appeared, or soon after.
        rows = entries.filter(published_at__gte=timezone.now() - MAX_NEWS_AGE).values_list(
            "pk", "locale", "published_sequence", "modified_at"
        )
        Announcement.objects.bulk_create(
            [
                Announcement(
                    entry=pk, locale=locale, frequency=frequency, number=number, published_at=moment
                )
                for pk, locale, number, moment in rows
                for frequency in Frequency
            ],
            ignore_conflicts=True,
        )
        checkpoint.number = sequence.number
        checkpoint.save()


def release_due() -> None:
    """Have what has waited long enough be mailed. One query where there is nothing to do."""
    now = timezone.now()
    waiting = Announcement.objects.filter(released=False)
    entries = list(waiting.order_by("locale", "frequency", "number"))
    for (locale, frequency), rows in groupby(entries, lambda row: (row.locale, row.frequency)):
        due = list(_due_numbers(list(rows), frequency, now))
        if due:
            # What has a lower number would be passed over by whoever got the highest.
            _release(waiting.filter(locale=locale, frequency=frequency, number__lte=max(due)))


def last_monday(now: datetime) -> datetime:
    """Return the last moment at which the weekly mail was due."""
    zone = timezone.get_default_timezone()
    today = timezone.localtime(now, zone).date()
    monday = today - timedelta(days=(today.weekday() - WEEKDAY) % 7)
    moment = datetime.combine(monday, HOUR, zone)
    return moment if moment <= now else datetime.combine(monday - timedelta(days=7), HOUR, zone)


def _due_numbers(rows: list[Announcement], frequency: str, now: datetime) -> Iterator[int]:
    """The numbers of those of a language and frequency whose time has come."""
    if frequency == Frequency.WEEKLY:
        monday = last_monday(now)
        yield from (row.number for row in rows if row.published_at < monday)
        return
    moments = [row.published_at for row in rows]
    if max(moments) <= now - QUIET_PERIOD or min(moments) <= now - MAX_WAIT:
        yield from (row.number for row in rows)


def _release(rows: QuerySet[Announcement]) -> None:
    public = Entry.objects.filter(pk=OuterRef("entry"), live=True)
    with store_lock():
        rows.filter(~Exists(public)).delete()
        rows.update(released=True)
