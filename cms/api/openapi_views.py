"""The API's description, for machines and for people."""

import json
from functools import cache
from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from drf_spectacular.generators import SchemaGenerator
from rest_framework.request import Request

from cms.api import schemas
from cms.api.parameters import NoParameters, read_parameters
from cms.api.views import PublicView
from cms.store import entry_queries
from cms.store.http_cache import conditional_response

OPENAPI = "application/vnd.oai.openapi+json"
# What the page for people may load and do: our own files, and questions to this very API.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


@cache
def read_description() -> str:
    """The description's text. It is the same for as long as the process runs."""
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]
    schema = generator.get_schema(public=True)  # type: ignore[no-untyped-call]
    return json.dumps(schema, ensure_ascii=False)


class SchemaView(PublicView):
    """This API, described as OpenAPI 3.1."""

    shape = schemas.Document
    media_type = OPENAPI

    def get(self, request: Request) -> HttpResponseBase:
        read_parameters(NoParameters, request)
        return _render_static(request._request, read_description(), self.media_type)


class DocsView(PublicView):
    """This API's description, to be read and tried."""

    shape = schemas.Page
    media_type = "text/html"

    def get(self, request: Request) -> HttpResponseBase:
        read_parameters(NoParameters, request)
        html = render_to_string("api/docs.html")
        response = _render_static(request._request, html, f"{self.media_type}; charset=utf-8")
        response["Content-Security-Policy"] = POLICY
        return response


def _render_static(request: HttpRequest, text: str, media_type: str) -> HttpResponseBase:
    return conditional_response(
        request,
        entry_queries.NO_VERSION,
        lambda: HttpResponse(text, media_type),
        variant=sha256(text.encode()).hexdigest()[:8],
        language="en",
    )
