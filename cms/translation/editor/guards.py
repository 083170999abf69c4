"""Guards of the translation editor: who may work on a translation and publish it from there.

wagtail-localize's editor stands in for Wagtail's at the same routes, and has views of its own.
"""

from typing import Any, cast

from django.http import HttpRequest
from django.urls import ResolverMatch
from wagtail.models import Page
from wagtail_localize.models import Translation

from cms.content.entry_types import find_snippet_model
from cms.content.publishable import Translatable
from cms.permissions.guards import protect, refuse_all
from cms.permissions.rules import can_publish, can_work_on, is_locked
from cms.permissions.visibility import UserVisibility
from cms.translation.completeness import require_complete_to_publish


def register() -> None:
    # Completeness last: users who may not publish at all learn nothing of what is missing.
    protect("wagtailadmin_pages:edit", unlocked_translation, complete_translation)
    protect("wagtailsnippets_*:edit", complete_snippet)
    for view in ("preview_translation", "stop_translation"):
        protect(f"wagtail_localize:{view}", own_unlocked_translation)
    protect("wagtail_localize:convert_to_alias", publishable)
    protect("wagtail_localize:snippets_api_detail", visible_snippet)
    for view in ("segment", "override"):
        protect(f"translation_editor:{view}", own_unlocked_translation)
    # They overwrite what nobody has seen, and take whatever is sent.
    protect("wagtail_localize:edit_string_translation", refuse_all)
    protect("wagtail_localize:edit_override", refuse_all)
    # It asks a machine while it holds the lock: here the worker does.
    protect("wagtail_localize:machine_translate", refuse_all)
    # It lists the drafts of every language, and the back office does not use it.
    protect("wagtail_localize:snippets_api_listing", refuse_all)


def own_unlocked_translation(request: HttpRequest, translation_id: int, **kwargs: Any) -> bool:
    """A translation is worked on in one's own language, and while it is not locked."""
    translation = Translation.objects.get(pk=translation_id)
    return _own_and_unlocked(request, translation.get_target_instance())


def unlocked_translation(request: HttpRequest, page_id: int) -> bool:
    """wagtail-localize's editor does not check the lock, as Wagtail's does.

    A request with an `action` is the translators' editor's (cms.translation.editor.actions): that
    checks it itself, and gives back what was written.
    """
    is_restart = "localize-restart-translation" in request.POST
    if not _is_write(request) or ("action" in request.POST and not is_restart):
        return True
    page = Page.objects.get(pk=page_id)
    translations = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale_id
    )
    is_translated = translations.filter(enabled=True).exists() or is_restart
    return not is_translated or not is_locked(request.user, page)


def complete_translation(request: HttpRequest, page_id: int) -> bool:
    """A page is published from the editor only whole. Raises RefusedPublicationError."""
    page = Page.objects.get(pk=page_id).specific
    if can_publish(request.user, page):
        require_complete_to_publish(request, page)
    return True


def complete_snippet(request: HttpRequest, pk: str) -> bool:
    """A snippet is published from the editor only whole. Raises RefusedPublicationError."""
    match = cast(ResolverMatch, request.resolver_match)
    model = find_snippet_model(match.namespace.removeprefix("wagtailsnippets_"))
    if model and can_publish(request.user, snippet := model.objects.get(pk=pk)):
        require_complete_to_publish(request, snippet)
    return True


def publishable(request: HttpRequest, page_id: int) -> bool:
    """A translation that becomes an alias again is public no more."""
    page = Page.objects.get(pk=page_id)
    return can_publish(request.user, page) and _own_and_unlocked(request, page)


def visible_snippet(request: HttpRequest, app_label: str, model_name: str, pk: str) -> bool:
    """A snippet is named by its number to whoever may choose it."""
    model = find_snippet_model(f"{app_label}_{model_name}")
    snippets = model.objects.filter(pk=pk) if model else Page.objects.none()
    return UserVisibility(request.user).filter_visible_snippets(snippets).exists()


def _own_and_unlocked(request: HttpRequest, content: Translatable) -> bool:
    locked = _is_write(request) and is_locked(request.user, content)
    return can_work_on(request.user, content) and not locked


def _is_write(request: HttpRequest) -> bool:
    return request.method not in ("GET", "HEAD", "OPTIONS")
