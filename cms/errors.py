"""What is answered where no view answers: a problem below `/api/`, else plain text or a page.

None of it tells what went wrong inside, or needs anything that may be at fault.
"""

import sys
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from redis import RedisError

from cms.api.problems import RETRY_AFTER, plain_problem

PLAIN = "text/plain; charset=utf-8"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that is broken itself: another host's name, too many fields."""
    if _asks_the_api(request):
        return plain_problem("bad-request", "The request is broken.")
    return HttpResponse("Bad Request\n", PLAIN, status=HTTPStatus.BAD_REQUEST)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """An address that is none of ours."""
    if _asks_the_api(request):
        return plain_problem("not-found", "There is nothing at this address.")
    return HttpResponse("Not Found\n", PLAIN, status=HTTPStatus.NOT_FOUND)


def uri_too_long(path: str) -> HttpResponse:
    """Return a 414 for a path that is decoded, or only begun: Django has not seen the request."""
    if path.startswith("/api/"):
        response = plain_problem("uri-too-long", "A path may have 4 kB, all of the target 8 kB.")
    else:
        response = HttpResponse("URI Too Long\n", PLAIN, status=HTTPStatus.REQUEST_URI_TOO_LONG)
    # Python before 3.13 has the name of RFC 2616.
    response.reason_phrase = "URI Too Long"
    # RFC 9110, section 15.5.15: it may be cached otherwise.
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Length"] = str(len(response.content))
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours, or a database or cache that does not answer; Django calls this as it is
    caught."""
    away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError | RedisError)
    status = HTTPStatus.SERVICE_UNAVAILABLE if away else HTTPStatus.INTERNAL_SERVER_ERROR
    if _asks_the_api(request):
        if away:
            return plain_problem("unavailable", "The content cannot be reached just now.")
        return plain_problem("server-error", "Something went wrong on our side.")
    html = get_template("site/500.html").render({"code": int(status)})
    response = HttpResponse(html, status=status)
    if away:
        response["Retry-After"] = str(RETRY_AFTER)
    return response


def _asks_the_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")
