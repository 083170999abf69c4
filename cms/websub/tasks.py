"""WebSub's task of the worker."""

from django.conf import settings

from cms.outbox.loop import Loop
from cms.outbox.tasks import POLL_INTERVAL_SECONDS
from cms.websub import change_detection
from cms.websub.ping import TopicOutbox

topic_loop = Loop(TopicOutbox())


def ping_hub() -> int:
    """Detect changed feeds, and ping the hub for one of them."""
    if not settings.WEBSUB_HUB:
        return POLL_INTERVAL_SECONDS
    more_to_detect = change_detection.detect_changes()
    was_due = topic_loop.run()
    return 0 if more_to_detect or was_due else POLL_INTERVAL_SECONDS
