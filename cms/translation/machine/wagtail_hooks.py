"""What the translators' editor may be asked for: a draft."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail_localize.models import Translation

from cms.translation.editor.actions import register_action
from cms.translation.editor.edits import EditSaver
from cms.translation.editor.views import show_result
from cms.translation.machine.engines import configured_engine
from cms.translation.machine.models import Draft


@register_action("draft")
def request_draft(
    request: HttpRequest, translation: Translation, content: Any, argument: str
) -> HttpResponse:
    """Have the worker translate what is missing; what was written in the panel is saved first."""
    saver = EditSaver(translation, request.POST, request.user)
    saver.save_touched()
    if machine := configured_engine():
        Draft.objects.update_or_create(
            translation=translation,
            defaults={
                "state": Draft.State.WAITING,
                "next_attempt_at": timezone.now(),
                "attempts": 0,
                "last_status": None,
                "last_answer": "",
                "translated": 0,
                "broken": [],
            },
        )
        text = _("%(machine)s is asked for a draft. Go on working: it comes in parts.")
        messages.success(request, text % {"machine": machine.name})
    else:
        messages.error(request, _("No machine translation is configured."))
    return show_result(request, translation, content, saver, is_reported=True)
