"""Let an open page learn that its user is no longer logged in, and log them in without leaving it.

Wagtail redirects whoever is logged out to the login page, which replaces the editor and all that
was typed in it. The scripts of our pages name the user they were rendered for in a header of every
request (static/backoffice/session.js): the session may have ended meanwhile, or be another user's.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language, gettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.upstream.wagtail_admin import LoginView as WagtailLoginView
from cms.upstream.wagtail_admin import get_available_admin_languages, get_user_display_name

PREFIX = "/admin/"
# The primary key of the user that the sending page was rendered for.
HEADER = "X-Session-User"
SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}
# Ids of the fields in the dialog, which must differ from those of the page below.
FIELD_IDS = "session-%s"

User = AbstractUser | AnonymousUser


class SessionUserMiddleware:
    """Answer 401 to a page whose user may not act any more, before a view or CSRF check runs.

    A form that is sent without a script is redirected to the login page, as Wagtail does it; a
    message there says that it was not saved.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        expected = request.headers.get(HEADER)
        if expected is None:
            return self._warn_of_loss(request)
        state = describe(request.user)
        if str(state["user"]) == expected and state["enters"]:
            return self.get_response(request)
        response = JsonResponse(state, status=HTTPStatus.UNAUTHORIZED)
        # RFC 9110, section 15.5.2, requires a challenge; browsers ignore this one.
        response["WWW-Authenticate"] = "Session"
        add_never_cache_headers(response)
        return response

    def _warn_of_loss(self, request: HttpRequest) -> HttpResponse:
        sent = request.method not in SAFE_METHODS and request.path not in _harmless()
        lost = sent and not request.user.is_authenticated
        response = self.get_response(request)
        if lost and response.get("Location", "").startswith(reverse("wagtailadmin_login")):
            messages.warning(
                request,
                gettext(
                    "You had been logged out, so what you sent was not saved. Go back in your"
                    " browser to copy it, then log in and send it again."
                ),
            )
        return response


def _harmless() -> set[str]:
    """Return the paths to which a form is sent that nobody has written anything in."""
    return {reverse("wagtailadmin_login"), reverse("wagtailadmin_logout")}


@require_safe
@never_cache
def session(request: HttpRequest) -> JsonResponse:
    """Return whose session it is; for everybody, logged in or not."""
    return JsonResponse(describe(request.user))


def describe(user: User) -> dict[str, object]:
    """Return the key and name of a user (null and "" when logged out) and whether they may enter
    the back office."""
    return {
        "user": user.pk,
        "name": get_user_display_name(user) if user.is_authenticated else "",
        "enters": user.has_perm("wagtailadmin.access_admin"),
    }


class LoginView(WagtailLoginView):
    """Wagtail's login page. When a script requests it, it is for the dialog above an open page:
    in the language of that page, and also while another user is logged in."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self._is_for_dialog():
            return super().dispatch(request, *args, **kwargs)
        with override(self._language()):
            response = super().dispatch(request, *args, **kwargs)
            return response.render() if hasattr(response, "render") else response

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self._is_for_dialog():
            return self.render_to_response(self.get_context_data())
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, object]:
        kwargs = super().get_form_kwargs()
        return kwargs | {"auto_id": FIELD_IDS} if self._is_for_dialog() else kwargs

    def _is_for_dialog(self) -> bool:
        return self.request.headers.get("X-Requested-With") == "XMLHttpRequest"

    def _language(self) -> str | None:
        asked = self.request.headers.get("Accept-Language", "")
        return asked if asked in dict(get_available_admin_languages()) else get_language()
