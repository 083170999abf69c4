"""Public answers are made without looking at cookies; only some addresses need them."""

import re
from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.decorators import decorator_from_middleware

# Every address below which an answer may depend on who asks.
COOKIE_PATHS = re.compile(r"/(?:admin|documents|_util|api/write)(?:/|\Z)")
# Where the header waits for `with_cookies`.
DEFERRED = "cms.http.cookies"

Response = TypeVar("Response", bound=HttpResponseBase)


class DeferCookiesMiddleware:
    """Hide the cookies of a request for a public address from all that comes later.

    The session and CSRF middlewares would parse them for every request, which costs time that a
    hostile header decides on. A restricted page asks for them again by `with_cookies`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # The editor's preview of a page goes to its public address, for whoever is editing it.
        is_preview = getattr(request, "in_preview_panel", False)
        needed = is_preview or may_need_cookies(request.path_info)
        if not needed and "HTTP_COOKIE" in request.META:
            request.META[DEFERRED] = request.META.pop("HTTP_COOKIE")
        return self.get_response(request)


def may_need_cookies(path: str) -> bool:
    """Return whether the answer at a path may depend on cookies."""
    return COOKIE_PATHS.match(path) is not None


def with_cookies(view: Callable[..., Response]) -> Callable[..., Response]:
    """Give a view of a public address the cookies, the session and the CSRF token."""
    apply = decorator_from_middleware
    inner: Any = apply(SessionMiddleware)(apply(CsrfViewMiddleware)(view))

    def answer(request: HttpRequest, *args: object, **kwargs: object) -> Response:
        if DEFERRED in request.META:
            request.META["HTTP_COOKIE"] = request.META.pop(DEFERRED)
            # Django keeps what it has parsed.
            request.__dict__.pop("COOKIES", None)
        return cast(Response, inner(request, *args, **kwargs))

    return answer
