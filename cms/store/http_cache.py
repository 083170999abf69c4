"""Public answers: tagged with the store's numbers, and a 304 before anything is read or made."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

from cms.http.cache_headers import REVALIDATE
from cms.store.entry_queries import Version


def conditional_response(
    request: HttpRequest,
    version: Version,
    build: Callable[[], HttpResponse],
    *,
    variant: str = "",
    language: str = "",
) -> HttpResponseBase:
    """Answer with what `build` makes, or with a 304 if the client has this version.

    `variant` is whatever else changes the answer: its form, the version of its templates. What is
    made of nothing in the store (`NO_VERSION`) changes with the settings and the code, at moments
    that nobody knows: it has no `Last-Modified`, and only its tag is compared.
    """
    etag = quote_etag(f"{version.sequence:x}{variant and '-'}{variant}")
    modified = int(version.modified_at.timestamp()) if version.sequence else None
    response = get_conditional_response(request, etag, modified)
    if response is None:
        response = build()
    response["ETag"] = etag
    response["Cache-Control"] = REVALIDATE
    if modified is not None:
        response["Last-Modified"] = http_date(modified)
    if language:
        response["Content-Language"] = language
    return response
