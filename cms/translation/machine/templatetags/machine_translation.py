"""The part of the translators' editor that tells of a machine's draft, and has one made."""

from http import HTTPStatus
from typing import Any

from django import template
from wagtail_localize.models import Translation

from cms.translation.machine.engines import configured_engine
from cms.translation.machine.models import Draft
from cms.translation.machine.pretranslation import QUOTA_EXCEEDED, find_untranslated

register = template.Library()

# A machine's answers when it has too much to do: there is nothing to do about it but to wait.
BUSY = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}


@register.inclusion_tag("machine/draft.html")
def machine_draft(translation: Translation) -> dict[str, Any]:
    """Nothing where no machine is configured, or nothing is left to it."""
    machine = configured_engine()
    row = Draft.objects.filter(translation=translation).first()
    left = len(find_untranslated(translation)) if machine else 0
    return {
        "machine": machine,
        "row": row,
        "left": left,
        "waiting": row is not None and row.state == Draft.State.WAITING and left,
        "quota": row is not None and row.last_status == QUOTA_EXCEEDED,
        "busy": row is not None and row.last_status in BUSY,
        # A success by its status, of which nothing could be taken.
        "unreadable": row is not None
        and row.last_status is not None
        and 200 <= row.last_status < 300,
        "broken": len(row.broken) if row else 0,
    }
