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
    saver = EditSaver(translation, request.POST, request.user)
    saver.save_touched(pressed_key=key)
    return show_result(request, translation, content, saver, after_key=key)


@register_action("use")
def use_matches(
    request: HttpRequest, translation: Translation, content: Translatable, argument: str
) -> HttpResponse:
    """Take over remembered translations: `all`, or `<segment>:<unit>`."""
    saver = EditSaver(translation, request.POST, request.user)
    key, _, number = argument.partition(":")
    unit = MemoryUnit.objects.filter(pk=number).first() if NUMBER.fullmatch(number) else None
    if unit:
        saver.use_match(key, unit)
        saver.fields.pop(key, None)
    saver.save_touched()
    if argument == ALL:
        saver.use_all_matches()
    return show_result(request, translation, content, saver, after_key=key)


@register_action("confirm")
def confirm_machine_texts(
    request: HttpRequest, translation: Translation, content: Translatable, key: str
) -> HttpResponse:
    """Stand by what a machine has translated: `all`, or one segment."""
    saver = EditSaver(translation, request.POST, request.user)
    saver.save_touched()
    saver.confirm(key)
    return show_result(request, translation, content, saver, after_key=key)


def show_result(
    request: HttpRequest,
    translation: Translation,
    content: Translatable,
    saver: EditSaver,
    after_key: str = "",
    is_reported: bool = False,
) -> HttpResponse:
    """Tell what was saved and what was not, and show the editor anew, at the next segment.

    That nothing was saved is not worth a word where it `is_reported` otherwise.
    """
    result = saver.result
    if result.saved:
        text = ngettext(
            "%(number)s translation is saved.", "%(number)s translations are saved.", result.saved
        )
        messages.success(request, text % {"number": result.saved})
    if result.rejected:
        text = ngettext(
            "%(number)s translation is not saved: below it says why.",
            "%(number)s translations are not saved: below it says why.",
            len(result.rejected),
        )
        messages.error(request, text % {"number": len(result.rejected)})
        return show_rejected(request, translation, content, result.rejected)
    if not result.saved and not is_reported:
        messages.info(request, _("Nothing was written, so nothing is saved."))
    return redirect_to_editor(request, _next_fragment(translation, after_key))


def _next_fragment(translation: Translation, key: str) -> str:
    """The place of the segment that is left after one, or else of the first; of the panel where
    none is."""
    order, left = list(segments_by_key(translation)), waiting_keys(translation)
    if key not in order or not left:
        return PANEL_ID
    waiting = set(left)
    later = (waiting_key for waiting_key in order[order.index(key) + 1 :] if waiting_key in waiting)
    return f"segment-{next(later, left[0])}"
