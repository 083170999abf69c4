"""Who reads and who may act: checked for each request to the back office before its view runs."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.admin.auth import permission_denied

from cms.content.admin_titles import use_titles
from cms.content.translatable import RefusedPublicationError
from cms.permissions.guards import list_guards
from cms.permissions.visibility import UserVisibility
from cms.search.draft_access import search_as
from cms.translation.completeness import refuse_publication
from cms.upstream.wagtail_admin import get_valid_next_url_from_request


class GuardMiddleware:
    """Names pages and searches drafts as the user may see them, and asks the guards of the route.

    No guard is asked for users without access to the back office: Wagtail refuses them itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/admin/"):
            return self.get_response(request)
        visibility = UserVisibility(request.user)
        with use_titles(visibility.get_title), search_as(visibility):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not request.path.startswith("/admin/"):
            return None
        if _leads_nowhere(request):
            raise Http404
        return refusal(request, kwargs)


def refusal(request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponse | None:
    """Return the response to a request that a guard of its route refuses; None if all agree."""
    guards = list_guards(request.resolver_match.view_name if request.resolver_match else "")
    if not guards or not request.user.has_perm("wagtailadmin.access_admin"):
        return None
    try:
        agreed = all(guard(request, **kwargs) for guard in guards)
    except (ObjectDoesNotExist, ValueError, OverflowError) as error:
        # No row has a number that no database has.
        raise Http404 from error
    except RefusedPublicationError as error:
        return refuse_publication(request, error)
    return None if agreed else permission_denied(request)


def _leads_nowhere(request: HttpRequest) -> bool:
    """Whether the parameter `next` is no address: Django takes it for the name of a view then, and
    fails if there is none."""
    next_url = get_valid_next_url_from_request(request)
    return bool(next_url) and not {"/", "."} & set(next_url)
