"""The worker's part."""

from django.conf import settings

from cms.outreach.registry import PULSE
from cms.outreach.websub import telling, watching


def tell_the_hub() -> int:
    """Notice changed feeds and tell the hub of them; return the seconds to rest."""
    if not settings.WEBSUB_HUB:
        return PULSE
    more_to_notice = watching.notice()
    more_to_tell = telling.tell()
    return 0 if more_to_notice or more_to_tell else PULSE
