"""A translation becomes public only whole, and not before its source: what whoever publishes half
of one, or too early, is told.

`cms.content.translatable` refuses it on every way there is. Here the ways are stopped before they
begin on which wagtail-localize would publish after its own commit, or write into the live row.
"""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Page
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail_localize.models import TranslationSource

from cms.content.embargoes import find_embargo
from cms.content.publishable import Translatable
from cms.content.translatable import (
    IncompleteTranslationError,
    RefusedPublicationError,
    SourceNotPublishedError,
    require_publishable,
)
from cms.content.translation_state import count_untranslated

# Why a publication is refused, for the editor's script.
CODES = {
    IncompleteTranslationError: "incomplete_translation",
    SourceNotPublishedError: "source_not_published",
}


def require_complete_to_publish(request: HttpRequest, content: Translatable) -> None:
    """Raise RefusedPublicationError where the translators' editor is to publish half a text, or one
    whose source is a draft."""
    if request.POST.get("action") == "publish":
        require_publishable(content)


def require_complete_translations(request: HttpRequest, source: TranslationSource) -> None:
    """The same, where a source is taken over and its translations are to be published at once.

    What counts is the text that is about to be taken over: the source's, as it is now.
    """
    if "publish_translations" not in request.POST:
        return
    source_instance = source.get_source_instance()
    embargo = find_embargo(source_instance)
    for translation in source.translations.filter(enabled=True):
        if embargo and embargo.until is None:
            raise SourceNotPublishedError(translation.get_target_instance())
        missing, total = count_untranslated(source_instance, translation.target_locale_id)
        if missing:
            raise IncompleteTranslationError(translation.get_target_instance(), missing, total)


def refuse_publication(request: HttpRequest, error: RefusedPublicationError) -> HttpResponse:
    """Say why it is not published, and lead to where that is mended."""
    text, code = explain_refusal(error), CODES.get(type(error), "refused")
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(
            {"success": False, "error_code": code, "error_message": text},
            status=HTTPStatus.CONFLICT,
        )
    messages.error(request, text)
    return redirect(translation_editor_url(error.content))


def explain_refusal(error: RefusedPublicationError) -> str:
    """Return it in plain words."""
    if isinstance(error, IncompleteTranslationError):
        return _missing_text(error)
    if isinstance(error, SourceNotPublishedError):
        return _(
            "“%(title)s” (%(language)s) is not published: its source is a draft that was never "
            "public. Publish or schedule the source first."
        ) % {"title": error.content, "language": error.content.locale.get_display_name()}
    return " ".join(error.messages)


def _missing_text(error: IncompleteTranslationError) -> str:
    if not error.missing:
        return _(
            "“%(title)s” (%(language)s) is not published: this version is from before it was "
            "translated. The translation is below, to be published there."
        ) % {"title": error.content, "language": error.content.locale.get_display_name()}
    text = ngettext(
        "“%(title)s” (%(language)s) is not published: %(missing)s of its %(total)s segments is "
        "not translated yet. You find it below.",
        "“%(title)s” (%(language)s) is not published: %(missing)s of its %(total)s segments are "
        "not translated yet. You find them below.",
        error.missing,
    )
    return text % {
        "title": error.content,
        "language": error.content.locale.get_display_name(),
        "missing": error.missing,
        "total": error.total,
    }


def translation_editor_url(content: Translatable) -> str:
    """The address of the translators' editor."""
    if isinstance(content, Page):
        return reverse("wagtailadmin_pages:edit", args=[content.pk])
    viewset: SnippetViewSet = getattr(content, "snippet_viewset")  # noqa: B009
    return reverse(viewset.get_url_name("edit"), args=[content.pk])
