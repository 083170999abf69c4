"""Errors as `application/problem+json` (RFC 9457)."""

from http import HTTPStatus
from typing import Any

from django.http import Http404
from rest_framework.exceptions import APIException, MethodNotAllowed, ValidationError
from rest_framework.response import Response

MEDIA_TYPE = "application/problem+json"
METHODS = "GET, HEAD, OPTIONS"


class Gone(APIException):
    """What was public at this address and is no more."""

    status_code = HTTPStatus.GONE
    default_detail = "This was public and is gone."


class CursorTooOld(Gone):
    """A cursor of a store that is no more."""

    default_detail = "This cursor is from before the store was built anew: start again without it."


def as_problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn what a view raised into a problem; None leaves it to Django (a fault of ours)."""
    if isinstance(error, Http404):
        return problem(HTTPStatus.NOT_FOUND, str(error) or "There is nothing here.")
    if not isinstance(error, APIException):
        return None
    status = HTTPStatus(error.status_code)
    if isinstance(error, ValidationError):
        return problem(status, "A parameter is not right.", parameters=_reasons(error.detail))
    response = problem(status, str(error.detail))
    if isinstance(error, MethodNotAllowed):
        response["Allow"] = METHODS
    return response


def _reasons(detail: Any) -> dict[str, list[str]]:
    """What is wrong with each parameter, as sentences."""
    return {
        name: [str(reason) for reason in (told if isinstance(told, list) else [told])]
        for name, told in detail.items()
    }


def problem(status: HTTPStatus, detail: str, **more: Any) -> Response:
    body = {"type": "about:blank", "title": status.phrase, "status": int(status), "detail": detail}
    return Response(body | more, status=status, content_type=MEDIA_TYPE)
