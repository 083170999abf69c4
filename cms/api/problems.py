"""Errors as `application/problem+json` (RFC 9457); each kind has a page that explains it."""

import json
from dataclasses import dataclass
from http import HTTPStatus
from math import ceil
from typing import Any

from django.http import Http404, HttpResponse
from rest_framework.exceptions import APIException, MethodNotAllowed, Throttled, ValidationError
from rest_framework.response import Response

from cms.core.json_types import JSON
from cms.core.public_urls import get_public_url

MEDIA_TYPE = "application/problem+json"
METHODS = "GET, HEAD, OPTIONS"
# Seconds after which it is worth asking again when the fault is ours and passes.
RETRY_AFTER = 10


@dataclass(frozen=True)
class Kind:
    """A kind of problem: `name` is the end of its address, `meaning` and `remedy` its page."""

    name: str
    status: HTTPStatus
    title: str
    meaning: str
    remedy: str

    @property
    def type(self) -> str:
        """The address of its page, which is also what a program tells it by."""
        return get_public_url(f"/api/v1/problems/{self.name}/")


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "invalid-parameter",
            HTTPStatus.BAD_REQUEST,
            "Invalid parameter",
            "A parameter of the request is unknown, is given twice, or has a value that is not "
            "accepted.",
            "Read “parameters” in the answer: it names each parameter that is wrong and says what "
            "is accepted. The same request will be refused again.",
        ),
        Kind(
            "bad-request",
            HTTPStatus.BAD_REQUEST,
            "Bad request",
            "The request itself is broken: its host name is none of ours, or it is not proper "
            "HTTP.",
            "Check the address and the program that sends the request. The same request will be "
            "refused again.",
        ),
        Kind(
            "not-found",
            HTTPStatus.NOT_FOUND,
            "Not found",
            "There is nothing public at this address: it may be mistyped, or the page may not be "
            "published in this language.",
            "Begin at /api/v1/, which lists every endpoint. For a page's old address ask "
            "“resolve/”.",
        ),
        Kind(
            "method-not-allowed",
            HTTPStatus.METHOD_NOT_ALLOWED,
            "Method not allowed",
            "This API is read only.",
            "Use GET, HEAD or OPTIONS; the header “Allow” lists what an address accepts.",
        ),
        Kind(
            "not-acceptable",
            HTTPStatus.NOT_ACCEPTABLE,
            "Not acceptable",
            "The header “Accept” asks for a form that this address does not have.",
            "Ask for application/json, or leave the header out.",
        ),
        Kind(
            "gone",
            HTTPStatus.GONE,
            "Gone",
            "This was public once and has been removed.",
            "Forget the address, and remove your copy of what it held.",
        ),
        Kind(
            "cursor-too-old",
            HTTPStatus.GONE,
            "Cursor too old",
            "The cursor is from before the content was built anew, so what has changed since "
            "cannot be told.",
            "Ask for “changes/” without a cursor and begin your copy again.",
        ),
        Kind(
            "preview-ended",
            HTTPStatus.GONE,
            "Preview ended",
            "The link to this draft has expired or was revoked, or the draft is gone.",
            "Ask whoever gave you the link for a new one.",
        ),
        Kind(
            "uri-too-long",
            HTTPStatus.REQUEST_URI_TOO_LONG,
            "URI too long",
            "The path of the request has more than 4 kB, or path and query together more than "
            "8 kB.",
            "Ask for less in one request: fewer fields, a shorter search. The same request will be "
            "refused again.",
        ),
        Kind(
            "too-many-requests",
            HTTPStatus.TOO_MANY_REQUESTS,
            "Too many requests",
            "More requests came from you than this endpoint answers in so short a time.",
            "Wait as many seconds as the header “Retry-After” says, then ask again.",
        ),
        Kind(
            "server-error",
            HTTPStatus.INTERNAL_SERVER_ERROR,
            "Server error",
            "Something went wrong on our side; the request may be perfectly right.",
            "Ask again later. If it goes on, tell the operators of the site which address you "
            "asked for, and when.",
        ),
        Kind(
            "unavailable",
            HTTPStatus.SERVICE_UNAVAILABLE,
            "Service unavailable",
            "The site cannot reach its content just now.",
            "Wait as many seconds as the header “Retry-After” says, then ask again.",
        ),
    )
}
# Which kind an error is of that says no more than its status: the first of several.
BY_STATUS = {kind.status: kind.name for kind in reversed(KINDS.values())}


class Gone(APIException):
    """What was public at this address and is no more."""

    status_code = HTTPStatus.GONE
    default_detail = "This was public and is gone."
    default_code = "gone"


class CursorTooOld(APIException):
    """A cursor from before the store was lost and built anew."""

    status_code = HTTPStatus.GONE
    default_detail = (
        "The cursor is from before the content was built anew: start again without one."
    )
    default_code = "cursor-too-old"


class PreviewEnded(APIException):
    """A link to a draft that shows it no more."""

    status_code = HTTPStatus.GONE
    default_detail = "This preview has expired or was revoked."
    default_code = "preview-ended"


def handle_exception(error: Exception, context: JSON) -> Response | None:
    """Turn what a view raised into a problem; None leaves it to Django (a fault of ours)."""
    if isinstance(error, Http404):
        return build_problem("not-found", str(error) or "There is nothing here.")
    if not isinstance(error, APIException):
        return None
    if isinstance(error, ValidationError):
        wrong = _list_reasons(error.detail)
        return build_problem("invalid-parameter", "A parameter is not right.", parameters=wrong)
    name = error.default_code
    if name not in KINDS:
        name = BY_STATUS.get(HTTPStatus(error.status_code), "bad-request")
    response = build_problem(name, str(error.detail))
    if isinstance(error, MethodNotAllowed):
        response["Allow"] = METHODS
    if isinstance(error, Throttled):
        response["Retry-After"] = str(ceil(getattr(error, "wait", None) or RETRY_AFTER))
    return response


def _list_reasons(detail: Any) -> dict[str, list[str]]:
    """What is wrong with each parameter, as sentences."""
    return {
        name: [str(reason) for reason in (reasons if isinstance(reasons, list) else [reasons])]
        for name, reasons in detail.items()
    }


def build_problem(name: str, detail: str, **more: Any) -> Response:
    """The answer of one of the API's views; `name` is one of `KINDS`."""
    return Response(
        _build_body(name, detail, more), status=KINDS[name].status, content_type=MEDIA_TYPE
    )


def build_plain_problem(name: str, detail: str) -> HttpResponse:
    """The same where none of the API's views is reached, or where one has failed."""
    response = HttpResponse(
        json.dumps(_build_body(name, detail, {})), MEDIA_TYPE, status=KINDS[name].status
    )
    response["Access-Control-Allow-Origin"] = "*"
    if name == "unavailable":
        response["Retry-After"] = str(RETRY_AFTER)
    return response


def _build_body(name: str, detail: str, more: JSON) -> JSON:
    kind = KINDS[name]
    head = {"type": kind.type, "title": kind.title, "status": int(kind.status), "detail": detail}
    return head | more
