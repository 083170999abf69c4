"""The panel above the editor: what is asked for there, and what comes of it."""

import re

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail_localize.models import Translation

from cms.content.publishable import Translatable
from cms.translation.editor.actions import redirect_to_editor, register_action, show_rejected
from cms.translation.editor.edits import ALL, EditSaver
from cms.translation.editor.worklist import segments_by_key, waiting_keys
from cms.translation.memory.models import MemoryUnit

PANEL_ID = "left-to-translate"
NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)


@register_action("save")
def save_edits(
    request: HttpRequest, translation: Translation, content: Translatable, key: str
) -> HttpResponse:
    """Save what was written; with a segment's key, that one whether it was touched or not."""
    saving = EditSaver(translation, request.POST, request.user)
    saving.save_touched(pressed=key)
    return show_result(request, translation, content, saving, after=key)


@register_action("use")
def use_matches(
    request: HttpRequest, translation: Translation, content: Translatable, what: str
) -> HttpResponse:
    """Take over remembered translations: `all`, or `<segment>:<unit>`."""
    saving = EditSaver(translation, request.POST, request.user)
    key, _, number = what.partition(":")
    unit = MemoryUnit.objects.filter(pk=number).first() if NUMBER.fullmatch(number) else None
    if unit:
        saving.use_match(key, unit)
        saving.sent.pop(key, None)
    saving.save_touched()
    if what == ALL:
        saving.use_all_matches()
    return show_result(request, translation, content, saving, after=key)


@register_action("confirm")
def confirm_machine_texts(
    request: HttpRequest, translation: Translation, content: Translatable, key: str
) -> HttpResponse:
    """Stand by what a machine has translated: `all`, or one segment."""
    saving = EditSaver(translation, request.POST, request.user)
    saving.save_touched()
    saving.confirm(key)
    return show_result(request, translation, content, saving, after=key)


def show_result(
    request: HttpRequest,
    translation: Translation,
    content: Translatable,
    saving: EditSaver,
    after: str = "",
    is_reported: bool = False,
) -> HttpResponse:
    """Tell what was saved and what was not, and show the editor anew, at the next segment.

    That nothing was saved is not worth a word where something else was `told`.
    """
    outcome = saving.outcome
    if outcome.saved:
        text = ngettext(
            "%(number)s translation is saved.", "%(number)s translations are saved.", outcome.saved
        )
        messages.success(request, text % {"number": outcome.saved})
    if outcome.refused:
        text = ngettext(
            "%(number)s translation is not saved: below it says why.",
            "%(number)s translations are not saved: below it says why.",
            len(outcome.refused),
        )
        messages.error(request, text % {"number": len(outcome.refused)})
        return show_rejected(request, translation, content, outcome.refused)
    if not outcome.saved and not is_reported:
        messages.info(request, _("Nothing was written, so nothing is saved."))
    return redirect_to_editor(request, _next(translation, after))


def _next(translation: Translation, key: str) -> str:
    """The place of the segment that is left after one, or else of the first; of the panel where
    none is."""
    order, left = list(segments_by_key(translation)), waiting_keys(translation)
    if key not in order or not left:
        return PANEL_ID
    waiting = set(left)
    later = (each for each in order[order.index(key) + 1 :] if each in waiting)
    return f"segment-{next(later, left[0])}"
