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
from cms.translation.cascade.actions import Act, Deleting, Moving, Unpublishing
from cms.translation.cascade.translations import follow, look_up, remember

# The box to tick.
FOLLOW = "translations_follow"


def page_is_unpublished(request: HttpRequest, page: Page) -> None:
    _remember(request, Unpublishing(), [page])


def snippet_is_unpublished(request: HttpRequest, snippet: Translatable) -> None:
    _remember(request, Unpublishing(), [snippet])


def page_is_deleted(request: HttpRequest, page: Page) -> None:
    _remember(request, Deleting(), [page])


def snippets_are_deleted(request: HttpRequest, snippets: list[Translatable]) -> None:
    _remember(request, Deleting(), snippets)


def page_is_moved(request: HttpRequest, page: Page, destination: Page) -> None:
    _remember(request, Moving(destination), [page])


def pages_are_changed(
    request: HttpRequest, action: str, things: list[Translatable], view: Any
) -> None:
    if view.model is not Page:
        return
    if action == "move":
        _remember(request, Moving(view.cleaned_form.cleaned_data["chooser"]), things)
    elif action in ("unpublish", "delete"):
        _remember(request, Unpublishing() if action == "unpublish" else Deleting(), things)


def _remember(request: HttpRequest, act: Act, things: Iterable[Translatable]) -> None:
    """Note what follows, where the person has said that it shall."""
    if request.method == "POST" and FOLLOW in request.POST:
        with_all_below = "include_descendants" in request.POST
        remember(request, act, look_up(request.user, act, things, with_all_below))


def follow_and_tell(request: HttpRequest, *args: Any) -> None:
    # Snippets that are deleted in bulk are told of by two hooks: at the second nothing is left.
    act, followed = follow(request)
    if followed:
        names = "; ".join(
            f"{made.thing.locale.get_display_name()} – {made.title}" for made in followed
        )
        messages.success(request, f"{act.done}: {names}")


HOOKS = {
    "before_unpublish_page": page_is_unpublished,
    "before_unpublish": snippet_is_unpublished,
    "before_delete_page": page_is_deleted,
    "before_delete_snippet": snippets_are_deleted,
    "before_move_page": page_is_moved,
    "before_bulk_action": pages_are_changed,
    "after_unpublish_page": follow_and_tell,
    "after_unpublish": follow_and_tell,
    "after_delete_page": follow_and_tell,
    "after_delete_snippet": follow_and_tell,
    "after_move_page": follow_and_tell,
    "after_bulk_action": follow_and_tell,
}
