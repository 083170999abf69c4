"""Pictures' renditions and documents, each with what caches may do with it."""

import re
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import etag
from django.views.static import serve as serve_file

from cms.http.cache_headers import IMMUTABLE
from cms.http.methods import read_only
from cms.upstream.wagtail_admin import serve as serve_wagtail_document

# The number of a picture, and the digest of its file.
WITH_DIGEST = re.compile(r"images/[0-9]+/[0-9a-f]{16}/")


@read_only
def serve_rendition(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve a picture's rendition.

    One whose address has the digest of its picture's file in it never changes. Wagtail's own names
    are used again when a picture is deleted and another is uploaded, so these are revalidated.
    """
    _prefer_tags(request)
    response = etag(_get_etag)(serve_file)(request, path, document_root=str(settings.MEDIA_ROOT))
    if WITH_DIGEST.match(path):
        response["Cache-Control"] = IMMUTABLE
    return response


@read_only
def serve_document(request: HttpRequest, document_id: str, filename: str) -> HttpResponseBase:
    """Serve a document to whoever may read its collection.

    Wagtail tags it by its content. It may be replaced, withdrawn or made private at the same
    address, so it is revalidated (cms.http.cache_headers).
    """
    _prefer_tags(request)
    return serve_wagtail_document(request, document_id, filename)


def _prefer_tags(request: HttpRequest) -> None:
    """Drop `If-Modified-Since` beside `If-None-Match`, which outranks it (RFC 9110 13.1.3): the
    views of Django and Wagtail answer 304 by either."""
    if "HTTP_IF_NONE_MATCH" in request.META:
        request.META.pop("HTTP_IF_MODIFIED_SINCE", None)


def _get_etag(request: HttpRequest, path: str, document_root: str) -> str | None:
    file = Path(document_root) / path
    if not file.is_file():
        return None
    stat = file.stat()
    return f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"'
