"""What all of the API's views share, and those that tell of the whole site."""

import json
from collections.abc import Callable
from hashlib import sha256
from http import HTTPStatus
from typing import Any, ClassVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import APISettings
from rest_framework.views import APIView

from cms.api import problems, schemas
from cms.api.openapi import Schema
from cms.api.parameters import NoParameters, Parameters, SiteParameters, read_parameters
from cms.content.schemas import Shape
from cms.core.public_urls import get_public_url
from cms.store import entry_queries
from cms.store.http_cache import conditional_response

VERSION = "1"
JSON_TYPE = "application/json"
# What a browser asks before a script elsewhere may send a conditional request.
PREFLIGHT = {
    "Allow": problems.METHODS,
    "Access-Control-Allow-Methods": problems.METHODS,
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
    "Access-Control-Max-Age": "86400",
}


class Negotiation(DefaultContentNegotiation):
    """By `Accept` alone: `?format=` is an unknown parameter like any other."""

    settings = APISettings({"URL_FORMAT_OVERRIDE": None})  # type: ignore[assignment, arg-type]

    def get_accept_list(self, request: Request) -> list[str]:
        """Names of media types have no case (RFC 9110 8.3.1); DRF compares them as they are."""
        return [each.lower() for each in super().get_accept_list(request)]


class PublicView(APIView):
    """Read only, the same for everybody, open to any origin.

    The API's description (`schema`) is read from what a view says of itself.
    """

    schema = Schema()
    # What may stand in the query, and what the answer looks like (cms.api.schemas).
    parameters: type[Parameters] = NoParameters
    shape: Any
    media_type = JSON_TYPE
    # What each variable of the address means, and the problems that not every endpoint has.
    variables: ClassVar[dict[str, str]] = {}
    problems: ClassVar[tuple[HTTPStatus, ...]] = ()
    # Whether an answer may be kept, and asked about again.
    cached = True

    @property
    def about(self) -> str:
        """What it is, in a sentence: the first of its docstring."""
        return " ".join(str(self.__doc__).split()).partition(". ")[0].removesuffix(".") + "."

    authentication_classes = ()
    permission_classes = ()
    content_negotiation_class = Negotiation

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # What the API itself says, errors above all, is English for everybody.
        with translation.override("en"):
            return super().dispatch(request, *args, **kwargs)

    def get_exception_handler(self) -> Callable[..., Any]:
        # Named here and not in the settings: Wagtail's own API views keep theirs.
        return problems.handle_exception

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        # There is JSON or a 406, and nobody's session matters: every cache may keep one answer.
        del response.headers["Vary"]
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Retry-After"
        return response

    def options(self, request: Any, *args: object, **kwargs: object) -> Response:
        return Response(status=HTTPStatus.NO_CONTENT, headers=PREFLIGHT)


class RootView(PublicView):
    """The endpoints, the locales, the API's version."""

    shape = schemas.Root
    endpoints: ClassVar[list[str]] = []

    def get(self, request: Request) -> HttpResponseBase:
        read_parameters(NoParameters, request)
        body: schemas.Root = {
            "version": VERSION,
            "locales": [code for code, _ in settings.LANGUAGES],
            "endpoints": {
                path.rstrip("/"): get_public_url(f"/api/v1/{path}") for path in self.endpoints
            },
        }
        text = json.dumps(body)
        return conditional_response(
            request._request,
            entry_queries.NO_VERSION,
            lambda: HttpResponse(text, JSON_TYPE),
            variant=sha256(text.encode()).hexdigest()[:8],
            language="en",
        )


class SiteView(PublicView):
    """What every page of a language shows around its content. One query."""

    parameters = SiteParameters
    problems = (HTTPStatus.NOT_FOUND,)

    @property
    def shape(self) -> Shape:
        return schemas.build_entry_shape("site")

    def get(self, request: Request) -> HttpResponseBase:
        locale = read_parameters(SiteParameters, request)["locale"]
        path = entry_queries.site_frame_path(locale)
        site_frame = entry_queries.get_by_paths([path]).get(path)
        if site_frame is None or not site_frame.live:
            raise Http404(f"There is no public site in the language “{locale}”.")
        return conditional_response(
            request._request,
            entry_queries.combine_versions(site_frame),
            lambda: HttpResponse(site_frame.full_json, JSON_TYPE),
            language=locale,
        )
