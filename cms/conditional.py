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
) -> HttpResponseBase:
    """Answer with what `build` makes, or with a 304 if the client has this version.

    `variant` is whatever else changes the answer: its form, the version of its templates.
    """
    etag = quote_etag(f"{version.sequence:x}{variant and '-'}{variant}")
    # What has no moment of its own is told to be of this one, and only its tag is compared.
    moment = version.modified_at
    known = int(moment.timestamp()) if moment else None
    response = get_conditional_response(request, etag, known)
    if response is None:
        response = build()
    response["ETag"] = etag
    response["Cache-Control"] = cache_control
    response["Last-Modified"] = http_date(known)
    if language:
        response["Content-Language"] = language
    return response
