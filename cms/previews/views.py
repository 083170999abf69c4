"""A draft as its reader sees it: the same serializer, the same templates, never kept by anybody."""

import math
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response

from cms.api import problems, schemas
from cms.api.parameters import NoParameters, read_parameters
from cms.api.views import JSON_TYPE, PublicView
from cms.content.schemas import Shape
from cms.content.serializers.base import dump_json
from cms.core.throttling import Throttle
from cms.core.timestamps import format_moment
from cms.http.cache_headers import mark_private
from cms.http.methods import read_only
from cms.previews import links
from cms.site import not_found, rendering, uncached_pages
from cms.store import entry_queries, projection


class PreviewThrottle(Throttle):
    scope = "preview"


class PreviewView(PublicView):
    """A draft revision's entry, in the shape that a published one has."""

    parameters = NoParameters
    throttle_classes = (PreviewThrottle,)
    variables = {"token": "The end of the link to a draft, as the editor gave it."}
    problems = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
    cached = False

    @property
    def shape(self) -> Shape:
        return schemas.build_entry_shape()

    def get(self, request: Request, token: str) -> HttpResponseBase:
        read_parameters(NoParameters, request)
        try:
            link, draft = links.open_link(token)
        except links.UnknownLinkError as error:
            raise Http404("There is no such preview.") from error
        except links.ExpiredLinkError as error:
            raise problems.PreviewEnded from error
        entry = projection.serialize_unstored(draft, link.saved_at)
        headers = {"Content-Language": entry["locale"]}
        return HttpResponse(dump_json(entry), JSON_TYPE, headers=headers)

    def finalize_response(
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> Response:
        return mark_private(super().finalize_response(request, response, *args, **kwargs))


def _without_caching(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def answer(*args: Any, **kwargs: Any) -> HttpResponse:
        return mark_private(view(*args, **kwargs))

    return answer


@_without_caching
@read_only
def show_preview(request: HttpRequest, token: str) -> HttpResponse:
    """The draft as a page of the site, with a line that says what it is and until when."""
    throttle = PreviewThrottle()
    if not throttle.allow_request(request, None):  # type: ignore[arg-type]
        return _refuse_too_often(throttle)
    try:
        link, draft = links.open_link(token)
    except links.UnknownLinkError:
        return not_found.show_message(request)
    except links.ExpiredLinkError as error:
        return _show_expired(request, error.language)
    return uncached_pages.show_page(
        request, draft, link.saved_at, until=format_moment(link.expires_at)
    )


def _show_expired(request: HttpRequest, language: str) -> HttpResponse:
    """Say so in the draft's language; where the draft is gone, in the reader's."""
    status, template = HTTPStatus.GONE, "previews/ended.html"
    if not language:
        return not_found.show_message(request, status, template)
    return rendering.render_message(
        request, status, language, entry_queries.get_site_frame(language), template
    )


def _refuse_too_often(throttle: PreviewThrottle) -> HttpResponse:
    headers = {"Retry-After": str(math.ceil(throttle.wait() or 1))}
    words = "Too many requests: try again later.\n"
    return HttpResponse(
        words, "text/plain; charset=utf-8", HTTPStatus.TOO_MANY_REQUESTS, headers=headers
    )
