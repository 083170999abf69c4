"""Telling the hub, until it accepts what it is told."""

from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlencode

from django.conf import settings
from django.utils import timezone

from cms.outreach import client, pauses
from cms.outreach.client import Answer
from cms.outreach.websub.models import Topic
from cms.store.lock import locked

# How many feeds are told in one go.
BATCH = 20
# For how long one is kept from other workers: longer than a request can last.
LEASE = timedelta(minutes=2)
# A hub that comes back is told of what is new within the hour.
LONGEST_PAUSE = timedelta(hours=1)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def tell() -> bool:
    """Tell the hub of what is due; return whether there may be more to tell.

    After the first word that the hub does not take in, because it is down or busy, the others wait
    as long as that one.
    """
    due = list(Topic.objects.filter(due__lte=timezone.now()).order_by("due", "pk")[:BATCH])
    for topic in due:
        if not _claim(topic):
            continue
        answer = _post(topic)
        _settle(topic, answer)
        if _is_down(answer):
            return False
    return len(due) == BATCH


def _claim(topic: Topic) -> bool:
    """Keep a topic to ourselves for a while; if we die meanwhile, it is told again."""
    with locked():
        until = timezone.now() + LEASE
        if not Topic.objects.filter(pk=topic.pk, due=topic.due).update(due=until):
            return False
        # It may have changed since we found it: the hub is told of what is there now.
        topic.refresh_from_db()
    return True


def _post(topic: Topic) -> Answer:
    """Say that the topic was updated, in the words that hubs have agreed on.

    The specification (section 7) leaves them to hub and publisher: some hubs read the topic's
    address in `hub.url`, others in `hub.topic`.
    """
    form = {"hub.mode": "publish", "hub.url": topic.address, "hub.topic": topic.address}
    # The operator has named the hub, so it may be inside of their network.
    return client.post(settings.WEBSUB_HUB, urlencode(form).encode(), FORM, private=True)


def _settle(topic: Topic, answer: Answer) -> None:
    """Keep what the hub said. A topic that has changed again meanwhile stays due."""
    said = f"{answer.status or ''} {answer.words}".strip()
    now = timezone.now()
    with locked():
        ours = Topic.objects.filter(pk=topic.pk)
        if not answer.accepted:
            pause = _pause(topic.attempts + 1)
            ours.update(answer=said, attempts=topic.attempts + 1, due=now + pause)
            if _is_down(answer):
                Topic.objects.filter(due__lte=now).update(due=now + pause)
        elif not topic.digest:
            ours.delete()
        else:
            ours.update(answer=said, attempts=0, told_at=now)
            ours.filter(digest=topic.digest).update(due=None)
            ours.exclude(digest=topic.digest).update(due=now)


def _pause(attempts: int) -> timedelta:
    return min(pauses.after(attempts) or LONGEST_PAUSE, LONGEST_PAUSE)


def _is_down(answer: Answer) -> bool:
    """Whether it is the hub that will not, and not this topic that it refuses."""
    busy = answer.status in (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS)
    return answer.status == 0 or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR or busy
