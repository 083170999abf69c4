"""Public answers: tagged with the store's numbers, and a 304 before anything is read or made."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

from cms.store.queries import Version

# An answer may be kept, and is asked about again before each use.
REVALIDATE = "public, max-age=0, must-revalidate"


def conditional(
    request: HttpRequest,
    version: Version,
    build: Callable[[], HttpResponse],
    *,
    variant: str = "",
    cache_control: str = REVALIDATE,
    language: str = "",
    by_moment: bool = True,
) -> HttpResponseBase:
    """Answer with what `build` makes, or with a 304 if the client has this version.

    `variant` is whatever else changes the answer: its form, the version of its templates. Without
    `by_moment` only tags are compared: the moment is that of the answer, not of a change.
    """
    etag = quote_etag(f"{version.sequence:x}{variant and '-'}{variant}")
    modified = int(version.modified_at.timestamp())
    response = get_conditional_response(request, etag, modified if by_moment else None)
    if response is None:
        response = build()
    response["ETag"] = etag
    response["Cache-Control"] = cache_control
    response["Last-Modified"] = http_date(modified)
    if language:
        response["Content-Language"] = language
    return response
