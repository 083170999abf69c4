"""A translation becomes public only whole: what whoever publishes half of one is told.

`cms.localized` refuses it on every way there is. Here the ways are stopped before they begin on
which wagtail-localize would publish after its own commit, or write into the live row.
"""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize.models import TranslationSource

from cms.localized import IncompleteTranslationError, require_whole
from cms.translation.state import untranslated


def require_whole_to_publish(request: HttpRequest, thing: Any) -> None:
    """Raise IncompleteTranslationError where the translators' editor is to publish half a text."""
    if request.POST.get("action") == "publish":
        require_whole(thing)


def require_whole_translations(request: HttpRequest, source: TranslationSource) -> None:
    """The same, where a source is taken over and its translations are to be published at once.

    What counts is the text that is about to be taken over: the source's, as it is now.
    """
    if "publish_translations" not in request.POST:
        return
    original = source.get_source_instance()
    for job in source.translations.filter(enabled=True):
        missing, total = untranslated(original, job.target_locale_id)
        if missing:
            raise IncompleteTranslationError(job.get_target_instance(), missing, total)


def refused(request: HttpRequest, error: IncompleteTranslationError) -> HttpResponse:
    """Say how many segments are missing, and lead to them."""
    text = explanation(error)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(
            {"success": False, "error_code": "incomplete_translation", "error_message": text},
            status=HTTPStatus.CONFLICT,
        )
    messages.error(request, text)
    return redirect(editor_of(error.thing))


def explanation(error: IncompleteTranslationError) -> str:
    """In plain words."""
    if not error.missing:
        return _(
            "“%(title)s” (%(language)s) is not published: this version is from before it was "
            "translated. The translation is below, to be published there."
        ) % {"title": error.thing, "language": error.thing.locale.get_display_name()}
    text = ngettext(
        "“%(title)s” (%(language)s) is not published: %(missing)s of its %(total)s segments is "
        "not translated yet. You find it below.",
        "“%(title)s” (%(language)s) is not published: %(missing)s of its %(total)s segments are "
        "not translated yet. You find them below.",
        error.missing,
    )
    return text % {
        "title": error.thing,
        "language": error.thing.locale.get_display_name(),
        "missing": error.missing,
        "total": error.total,
    }


def editor_of(thing: Any) -> str:
    """The address of the translators' editor."""
    if isinstance(thing, Page):
        return reverse("wagtailadmin_pages:edit", args=[thing.pk])
    return reverse(thing.snippet_viewset.get_url_name("edit"), args=[thing.pk])
