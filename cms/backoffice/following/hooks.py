"""Where Wagtail says that a source is unpublished, deleted or moved: before it is, and after.

Before, since nobody knows afterwards what was made from what is deleted.
"""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from wagtail.admin import messages
from wagtail.models import Page

from cms.backoffice.following.acts import Act, Deleting, Moving, Unpublishing
from cms.backoffice.following.translations import look_up

# The box to tick.
FOLLOW = "translations_follow"


def page_is_unpublished(request: HttpRequest, page: Page) -> None:
    _remember(request, Unpublishing(), [page])


def snippet_is_unpublished(request: HttpRequest, snippet: Any) -> None:
    _remember(request, Unpublishing(), [snippet])


def page_is_deleted(request: HttpRequest, page: Page) -> None:
    _remember(request, Deleting(), [page])


def snippets_are_deleted(request: HttpRequest, snippets: list[Any]) -> None:
    _remember(request, Deleting(), snippets)


def page_is_moved(request: HttpRequest, page: Page, destination: Page) -> None:
    _remember(request, Moving(destination), [page])


def pages_are_changed(request: HttpRequest, action: str, things: list[Any], view: Any) -> None:
    if view.model is not Page:
        return
    if action == "move":
        _remember(request, Moving(view.cleaned_form.cleaned_data["chooser"]), things)
    elif action in ("unpublish", "delete"):
        _remember(request, Unpublishing() if action == "unpublish" else Deleting(), things)


def _remember(request: HttpRequest, act: Act, things: Iterable[Any]) -> None:
    """Note on the request what follows, where the person has said that it shall."""
    if request.method == "POST" and FOLLOW in request.POST:
        found = look_up(request.user, act, things, "include_descendants" in request.POST)
        request.following = act, found  # type: ignore[attr-defined]


def follow(request: HttpRequest, *args: Any) -> None:
    """Do to the translations what was done to their source."""
    # Once: snippets that are deleted in bulk are told of by two hooks.
    act, found = vars(request).pop("following", (None, ()))
    following = [made for made in found if not made.obstacle]
    if not following:
        return
    for made in following:
        # As it is by now: what was done before may have moved it in the tree.
        act.do(request.user, type(made.thing).objects.get(pk=made.thing.pk))
    names = [f"{made.thing.locale.get_display_name()} – {made.title}" for made in following]
    messages.success(request, f"{act.done}: {'; '.join(names)}")


HOOKS = {
    "before_unpublish_page": page_is_unpublished,
    "before_unpublish": snippet_is_unpublished,
    "before_delete_page": page_is_deleted,
    "before_delete_snippet": snippets_are_deleted,
    "before_move_page": page_is_moved,
    "before_bulk_action": pages_are_changed,
    "after_unpublish_page": follow,
    "after_unpublish": follow,
    "after_delete_page": follow,
    "after_delete_snippet": follow,
    "after_move_page": follow,
    "after_bulk_action": follow,
}
