"""The panel above the editor: what is asked for there, and what comes of it."""

import re

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail_localize.models import Translation

from cms.content.publishable import Translatable
from cms.translation.editor.actions import action, back, show_again
from cms.translation.editor.edits import ALL, Saving
from cms.translation.editor.worklist import segments_of, waiting_in
from cms.translation.memory.models import MemoryUnit

PANEL = "left-to-translate"
NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)


@action("save")
def save(request: HttpRequest, job: Translation, content: Translatable, key: str) -> HttpResponse:
    """Save what was written; with a segment's key, that one whether it was touched or not."""
    saving = Saving(job, request.POST, request.user)
    saving.save_touched(pressed=key)
    return done(request, job, content, saving, after=key)


@action("use")
def use(request: HttpRequest, job: Translation, content: Translatable, what: str) -> HttpResponse:
    """Take over remembered translations: `all`, or `<segment>:<unit>`."""
    saving = Saving(job, request.POST, request.user)
    key, _, number = what.partition(":")
    unit = MemoryUnit.objects.filter(pk=number).first() if NUMBER.fullmatch(number) else None
    if unit:
        saving.use_match(key, unit)
        saving.sent.pop(key, None)
    saving.save_touched()
    if what == ALL:
        saving.use_all_matches()
    return done(request, job, content, saving, after=key)


@action("confirm")
def confirm(
    request: HttpRequest, job: Translation, content: Translatable, key: str
) -> HttpResponse:
    """Stand by what a machine has translated: `all`, or one segment."""
    saving = Saving(job, request.POST, request.user)
    saving.save_touched()
    saving.confirm(key)
    return done(request, job, content, saving, after=key)


def done(
    request: HttpRequest,
    job: Translation,
    content: Translatable,
    saving: Saving,
    after: str = "",
    told: bool = False,
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
        return show_again(request, job, content, outcome.refused)
    if not outcome.saved and not told:
        messages.info(request, _("Nothing was written, so nothing is saved."))
    return back(request, _next(job, after))


def _next(job: Translation, key: str) -> str:
    """The place of the segment that is left after one, or else of the first; of the panel where
    none is."""
    order, left = list(segments_of(job)), waiting_in(job)
    if key not in order or not left:
        return PANEL
    waiting = set(left)
    later = (each for each in order[order.index(key) + 1 :] if each in waiting)
    return f"segment-{next(later, left[0])}"
