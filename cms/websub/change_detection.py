"""Noticing which feeds have changed."""

from hashlib import blake2s

from django.conf import settings
from django.utils import timezone

from cms.content.entry_types import get_feeds_by_type
from cms.feeds import renderers
from cms.feeds.feed_document import get_feed_url
from cms.store import change_log, entry_queries, list_pages
from cms.store.lists import retry_on_stale_read
from cms.store.lock import store_lock
from cms.store.models import Entry
from cms.websub.models import FeedCheckpoint, Topic

# How many pages with feeds are looked at, before what has changed is told.
BATCH_SIZE = 10
# Before every number of the store.
NO_NUMBER = -1


def detect_changes() -> bool:
    """Look at the feeds that may have changed; return whether there are more.

    One query as long as nothing changes.
    """
    checkpoint, now = _load_checkpoint(), change_log.get_newest_sequence()
    if checkpoint.number == now:
        return False
    numbers_by_page = {
        (list_page.path, list_page.locale): list_page.number
        for list_page in list_pages.find_list_pages(get_feeds_by_type())
    }
    site_frames = entry_queries.get_by_paths(
        entry_queries.site_frame_path(code) for code, _ in settings.LANGUAGES
    )
    checked_numbers = dict(Topic.objects.values_list("address", "number"))
    changed = [
        (path, locale)
        for (path, locale), number in numbers_by_page.items()
        if max(number, _number(site_frames.get(entry_queries.site_frame_path(locale))))
        > checked_numbers.get(get_feed_url(path, "rss"), NO_NUMBER)
    ]
    for path, locale in changed[:BATCH_SIZE]:
        _compare_feeds(path, locale, now)
    more = len(changed) > BATCH_SIZE
    if not more:
        _recheck_missing(
            {
                get_feed_url(path, format_name)
                for path, _ in numbers_by_page
                for format_name in renderers.FORMATS
            }
        )
        with store_lock():
            FeedCheckpoint.objects.update(number=now)
    return more


def _load_checkpoint() -> FeedCheckpoint:
    """How far we are. A new hub knows none of the feeds."""
    checkpoint = FeedCheckpoint.objects.filter(hub=settings.WEBSUB_HUB).first()
    if checkpoint is None:
        with store_lock():
            Topic.objects.all().delete()
            FeedCheckpoint.objects.all().delete()
            checkpoint = FeedCheckpoint.objects.create(hub=settings.WEBSUB_HUB, number=NO_NUMBER)
    return checkpoint


def _number(site_frame: Entry | None) -> int:
    return site_frame.sequence if site_frame else 0


def _compare_feeds(path: str, locale: str, number: int) -> None:
    """Compare a page's feeds with what the hub was told of them."""
    bodies = _render_feeds(path, locale)
    with store_lock():
        for topic_address, (body, empty) in bodies.items():
            topic = Topic.objects.filter(address=topic_address).first()
            digest = blake2s(body).hexdigest()
            # Of a new feed there is nothing to tell before something stands in it.
            silent = topic is None and empty
            topic = topic or Topic(address=topic_address)
            topic.number = number
            if topic.digest != digest:
                topic.digest = digest
                # Also where the hub was away: it may be back by now.
                topic.next_attempt_at = None if silent else timezone.now()
            topic.save()


@retry_on_stale_read
def _render_feeds(path: str, locale: str) -> dict[str, tuple[bytes, bool]]:
    """The bytes of a page's feeds by their addresses, and whether these are empty; none if it is
    not public any more."""
    frame_path = entry_queries.site_frame_path(locale)
    entries = entry_queries.get_by_paths([path, frame_path])
    list_page, site_frame = entries.get(path), entries.get(frame_path)
    if list_page is None or not list_page.live:
        return {}
    empty = not list_page.list_count
    return {
        get_feed_url(path, form): (
            renderers.render_feed(list_page, site_frame, form, None, ""),
            empty,
        )
        for form in renderers.FORMATS
    }


def _recheck_missing(present: set[str]) -> None:
    """Have the hub look once more at the feeds that are gone or have moved: it finds that out."""
    with store_lock():
        missing = Topic.objects.exclude(address__in=present).exclude(digest="")
        missing.update(digest="", next_attempt_at=timezone.now(), attempts=0)
