"""The API's views. An answer is put together from texts that the store holds ready."""

import json
from collections.abc import Callable
from hashlib import sha256
from http import HTTPStatus
from typing import Any, ClassVar
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import APISettings
from rest_framework.views import APIView

from cms.addresses import public_url
from cms.api import problems
from cms.api.parameters import ListParameters, NoParameters, OneParameters, read
from cms.conditional import conditional
from cms.entry_types import TYPES
from cms.store import queries
from cms.store.models import Entry

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


class PublicView(APIView):
    """Read only, the same for everybody, open to any origin."""

    authentication_classes = ()
    permission_classes = ()
    content_negotiation_class = Negotiation

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # What the API itself says, errors above all, is English for everybody.
        with translation.override("en"):
            return super().dispatch(request, *args, **kwargs)

    def get_exception_handler(self) -> Callable[..., Any]:
        # Named here and not in the settings: Wagtail's own API views keep theirs.
        return problems.as_problem

    def finalize_response(
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        # There is JSON or a 406, and nobody's session matters: every cache may keep one answer.
        del response.headers["Vary"]
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag"
        return response

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        return Response(status=HTTPStatus.NO_CONTENT, headers=PREFLIGHT)


class RootView(PublicView):
    """The endpoints, the locales, the API's version."""

    endpoints: ClassVar[dict[str, str]] = {}

    def get(self, request: Request) -> HttpResponseBase:
        read(NoParameters, request)
        body = {
            "version": VERSION,
            "locales": [code for code, _ in settings.LANGUAGES],
            "endpoints": {
                name: public_url(f"/api/v1/{path}") for name, path in self.endpoints.items()
            },
        }
        text = json.dumps(body)
        return conditional(
            request._request,
            queries.NOTHING,
            lambda: HttpResponse(text, JSON_TYPE),
            variant=sha256(text.encode()).hexdigest()[:8],
            language="en",
        )


class ListView(PublicView):
    """The entries of one list. Two queries, whatever its length."""

    facet = "all"
    order = "newest"

    @queries.at_one_moment
    def get(self, request: Request) -> HttpResponseBase:
        given = read(ListParameters, request)
        head = queries.head(self.facet, given["locale"])
        return conditional(
            request._request,
            head.version,
            lambda: HttpResponse(self._body(request.path, given, head), JSON_TYPE),
            variant="-".join(str(given[name]) for name in ("limit", "offset")),
            language=given["locale"] or ", ".join(code for code, _ in settings.LANGUAGES),
        )

    def _body(self, path: str, given: dict[str, Any], head: queries.Head) -> str:
        """The answer's text: the items stand in the store as they are sent."""
        offset, limit = given["offset"], given["limit"]
        rows = queries.items(self.facet, given["locale"], head, self.order, offset, limit)
        count = head.count
        before = max(offset - limit, 0) if offset else None
        after = offset + limit if offset + limit < count else None
        next_url, previous_url = (
            json.dumps(self._page(path, given, start)) for start in (after, before)
        )
        items = ",".join(row.listed for row in rows)
        return (
            f'{{"count":{count},"next":{next_url},"previous":{previous_url},"results":[{items}]}}'
        )

    @staticmethod
    def _page(path: str, given: dict[str, Any], offset: int | None) -> str | None:
        if offset is None:
            return None
        query = {name: value for name, value in given.items() if value != ""}
        return f"{public_url(path)}?{urlencode(query | {'offset': offset})}"


class EntryView(PublicView):
    """One entry, whole; with `?locale=`, the same page in that language. One query, or two."""

    # Set where an endpoint is for one kind of entry only.
    only: str = ""

    def get(self, request: Request, identity: UUID) -> HttpResponseBase:
        locale = read(OneParameters, request).get("locale")
        entry = queries.by_id(identity)
        if entry is None or not self._shows(entry):
            raise Http404("No page has this id.")
        if locale and locale != entry.locale:
            entry = self._translation(entry, locale)
        if not entry.live:
            raise problems.Gone
        return conditional(
            request._request,
            queries.version(entry),
            lambda: HttpResponse(entry.whole, JSON_TYPE),
            language=entry.locale,
        )

    def _shows(self, entry: Entry) -> bool:
        return entry.type == self.only if self.only else TYPES[entry.type].listed

    @staticmethod
    def _translation(entry: Entry, locale: str) -> Entry:
        found = queries.in_locale(entry, locale)
        if found is None:
            raise Http404(f"This page is not public in the language “{locale}”.")
        return found
