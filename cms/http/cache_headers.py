"""What caches are told of every answer for which its view has said nothing.

HTTP lets a cache reuse a 301, 308, 404, 405, 410, 414 or 501, and any 200 with a `Last-Modified`,
for as long as it likes unless it is told otherwise (RFC 9110 15.1, RFC 9111 4.2.2). So a renamed
page would loop in a browser that has seen its old redirect, and a page that is published would go
on being missing.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers, has_vary_header, patch_cache_control

# An answer may be kept, and is asked about again before each use.
REVALIDATE = "public, max-age=0, must-revalidate"
# Nothing but another name leads to another text (RFC 8246); a year is what the RFCs call for ever.
IMMUTABLE = "public, max-age=31536000, immutable"


Response = TypeVar("Response", bound=HttpResponseBase)


class CachingMiddleware:
    """Says of each answer how it may be reused, and how long it is.

    It stands outside of every other middleware, since several answer by themselves: the redirect
    to TLS, the one to an address with its last slash, refusals. It overrides no `no-store` and no
    `max-age`, and makes nothing public that is for one person.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        cache_control = response.get("Cache-Control", "").lower()
        if "no-store" not in cache_control and "max-age" not in cache_control:
            _patch(request, response)
        if not response.streaming and not response.has_header("Content-Length"):
            response["Content-Length"] = str(len(response.content))  # type: ignore[attr-defined]
        return response


def mark_private(response: Response) -> Response:
    """Return the response, to be stored by no cache, indexed by no search engine, and without a
    `Referer` on the requests it leads to."""
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _patch(request: HttpRequest, response: HttpResponseBase) -> None:
    if _is_passing(response.status_code):
        response["Cache-Control"] = "no-store"
    elif _is_personal(request, response):
        patch_cache_control(response, private=True, max_age=0, must_revalidate=True)
    else:
        response["Cache-Control"] = REVALIDATE


def _is_passing(status: int) -> bool:
    """Whether the same request may be answered otherwise in a moment, with nothing changed."""
    return status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR


def _is_personal(request: HttpRequest, response: HttpResponseBase) -> bool:
    return (
        "private" in response.get("Cache-Control", "").lower()
        or has_vary_header(response, "Cookie")
        or bool(response.cookies)
        or "Authorization" in request.headers
    )
