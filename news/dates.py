"""The dates of articles."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LATE_AFTER = _("The date may not lie after the publication.")


def is_late(date: datetime | None, go_live_at: datetime | None) -> bool:
    """Return whether a date lies after the publication: the scheduled hour, or now."""
    now = timezone.now()
    return date is not None and date > max(now, go_live_at or now)
