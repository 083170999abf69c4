"""What people try with the report on what the WebSub hub was told."""

from datetime import timedelta

from django.utils import timezone

from cms.websub.models import Topic
from tests.admin.browser import Browser
from tests.admin.role_attempts import act, show, shown
from tests.admin.world import Place

show("see what the hub was told", "websub:report", tells=shown)


@act("websub:retry")
def have_the_hub_tried_now(browser: Browser, place: Place) -> bool:
    due = timezone.now() + timedelta(days=1)
    topic = Topic.objects.create(address="https://example.org/", number=0, next_attempt_at=due)
    browser.post("websub:retry")
    topic.refresh_from_db()
    return topic.next_attempt_at != due
