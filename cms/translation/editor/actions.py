"""What a form of the translators' editor may ask for, by its field `action`.

wagtail-localize knows `publish` there. The other rooms add their own when their app is ready:
`verb`, or `verb:what`. Who asks may edit the thing: Wagtail's editor and the guards see to it.
"""

from collections.abc import Callable
from copy import copy

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from wagtail.admin import messages
from wagtail_localize.models import Translation

from cms.content.publishable import Translatable
from cms.content.translatable import query_translation_records
from cms.permissions.rules import is_locked
from cms.translation.editor.edits import EditSaver, RejectedEdit
from cms.upstream.wagtail_localize import edit_translation

# Takes the request, the translation, the page or snippet, and what stands behind the colon.
ActionHandler = Callable[[HttpRequest, Translation, Translatable, str], HttpResponse]

ACTIONS: dict[str, ActionHandler] = {}


def register_action(verb: str) -> Callable[[ActionHandler], ActionHandler]:
    """Make a function the answer to a verb."""

    def register(handler: ActionHandler) -> ActionHandler:
        ACTIONS[verb] = handler
        return handler

    return register


def translation_of(content: Translatable) -> Translation | None:
    """The translation that makes a page or snippet; None where it is written by hand."""
    return (
        query_translation_records(content).select_related("source__locale", "target_locale").first()
    )


def run_action(request: HttpRequest, content: Translatable) -> HttpResponse | None:
    """Before a page or snippet is edited: do what was asked for, if it is one of ours; nothing of
    it, wagtail-localize's own included, where the page is locked for whoever asks."""
    action = request.POST.get("action", "")
    translation = translation_of(content) if action else None
    if translation and is_locked(request.user, content):
        return _reject_all(request, translation, content)
    verb, _, argument = action.partition(":")
    handler = ACTIONS.get(verb)
    return handler(request, translation, content, argument) if handler and translation else None


def _reject_all(
    request: HttpRequest, translation: Translation, content: Translatable
) -> HttpResponse:
    """Show what was written into a page that was locked, or sent for review, meanwhile."""
    saver = EditSaver(translation, request.POST, request.user)
    saver.reject_touched(gettext("The page is locked, or in review."))
    messages.error(
        request,
        gettext("Nothing is saved: this page is locked, or was sent for review meanwhile."),
    )
    return show_rejected(request, translation, content, saver.result.rejected)


def redirect_to_editor(request: HttpRequest, fragment: str = "") -> HttpResponse:
    """Show the editor anew, at a place in it."""
    return redirect(f"{request.path}#{fragment}" if fragment else request.path)


def show_rejected(
    request: HttpRequest,
    translation: Translation,
    content: Translatable,
    rejected: dict[str, RejectedEdit],
) -> HttpResponse:
    """Show the editor with the texts that were not saved."""
    get_request = copy(request)
    # wagtail-localize answers whatever is sent by leading back.
    get_request.method = "GET"
    get_request.rejected_edits = rejected  # type: ignore[attr-defined]
    return edit_translation(get_request, translation, content)
