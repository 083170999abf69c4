"""Have translations follow when Wagtail unpublishes, deletes or moves their source.

The translations are looked up before the action, since those of something deleted cannot be found
afterwards, and acted on after it.

Wagtail's hook `construct_translated_pages_to_cascade_actions` cannot do this (Wagtail 8.0):

- Only the views of a single page call it, not those of bulk actions and snippets, and not the API
  (https://github.com/wagtail/wagtail/pull/13489).
- It is not given the request, so it knows neither the user nor whether they chose that translations
  follow. `UnpublishView.dispatch` calls it before any hook that has the request.
- `DeleteView.post` and `MoveConfirmView.post` skip translations whose parent is not a translation
  of the source's parent, among them those of pages below the source that were moved elsewhere.
- `UnpublishView.unpublish` includes all pages below a translation, also those that are not
  translations of a page below the source.

tests/upstream/test_cascade_hook.py fails when Wagtail changes that.
"""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from wagtail.admin import messages
from wagtail.models import Page

from cms.content.publishable import Translatable
from cms.translation.cascade.actions import (
    CascadeAction,
    DeleteCascade,
    MoveCascade,
    UnpublishCascade,
)
from cms.translation.cascade.translations import find_translations, plan_cascade, run_cascade

# The box to tick.
FOLLOW_FIELD = "translations_follow"


def plan_page_unpublish(request: HttpRequest, page: Page) -> None:
    _plan_cascade(request, UnpublishCascade(), [page])


def plan_snippet_unpublish(request: HttpRequest, snippet: Translatable) -> None:
    _plan_cascade(request, UnpublishCascade(), [snippet])


def plan_page_deletion(request: HttpRequest, page: Page) -> None:
    _plan_cascade(request, DeleteCascade(), [page])


def plan_snippet_deletion(request: HttpRequest, snippets: list[Translatable]) -> None:
    _plan_cascade(request, DeleteCascade(), snippets)


def plan_page_move(request: HttpRequest, page: Page, destination: Page) -> None:
    _plan_cascade(request, MoveCascade(destination), [page])


def plan_bulk_action(
    request: HttpRequest, action: str, pages: list[Translatable], view: Any
) -> None:
    if view.model is not Page:
        return
    if action == "move":
        _plan_cascade(request, MoveCascade(view.cleaned_form.cleaned_data["chooser"]), pages)
    elif action in ("unpublish", "delete"):
        _plan_cascade(
            request, UnpublishCascade() if action == "unpublish" else DeleteCascade(), pages
        )


def _plan_cascade(
    request: HttpRequest, action: CascadeAction, sources: Iterable[Translatable]
) -> None:
    """Note what follows, where the person has said that it shall."""
    if request.method == "POST" and FOLLOW_FIELD in request.POST:
        with_all_below = "include_descendants" in request.POST
        plan_cascade(
            request, action, find_translations(request.user, action, sources, with_all_below)
        )


def run_cascade_and_report(request: HttpRequest, *args: Any) -> None:
    # Snippets that are deleted in bulk are told of by two hooks: at the second nothing is left.
    action, translations = run_cascade(request)
    if translations:
        names = "; ".join(
            f"{translation.content.locale.get_display_name()} – {translation.title}"
            for translation in translations
        )
        messages.success(request, f"{action.done_label}: {names}")


HOOKS = {
    "before_unpublish_page": plan_page_unpublish,
    "before_unpublish": plan_snippet_unpublish,
    "before_delete_page": plan_page_deletion,
    "before_delete_snippet": plan_snippet_deletion,
    "before_move_page": plan_page_move,
    "before_bulk_action": plan_bulk_action,
    "after_unpublish_page": run_cascade_and_report,
    "after_unpublish": run_cascade_and_report,
    "after_delete_page": run_cascade_and_report,
    "after_delete_snippet": run_cascade_and_report,
    "after_move_page": run_cascade_and_report,
    "after_bulk_action": run_cascade_and_report,
}
