"""What is answered where no view answers: a problem below `/api/`, else plain text or a page.

None of it tells what went wrong inside, or needs anything that may be at fault.
"""

import re
import sys
from http import HTTPStatus

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.urls import Resolver404, resolve
from django.utils.encoding import escape_uri_path
from redis import RedisError

from cms.admin import error_pages
from cms.api.problems import RETRY_AFTER, build_plain_problem
from cms.core.public_urls import get_public_url
from cms.languages.interface import use_public_texts
from cms.site import not_found as site_not_found
from cms.store.operator_redirects import find_operator_redirect

PLAIN = "text/plain; charset=utf-8"
# The name of the route for unknown addresses below `/api/`.
UNKNOWN_API = "unknown_api"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that is broken itself: another host's name, too many fields."""
    if _is_api_request(request):
        return build_plain_problem("bad-request", "The request is broken.")
    return HttpResponse("Bad Request\n", PLAIN, status=HTTPStatus.BAD_REQUEST)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404 for an unknown address, unless an operator's redirect leads on from there."""
    if _is_api_request(request):
        return build_plain_problem("not-found", _hint(request))
    if request.path.split("/")[1] in dict(settings.LANGUAGES):
        # Without its last slash: Django redirects to the address with it.
        return HttpResponse("Not Found\n", PLAIN, status=HTTPStatus.NOT_FOUND)
    found = error_pages.not_found(request) or find_operator_redirect(request)
    return found or site_not_found.show_not_found(request)


def uri_too_long(path: str) -> HttpResponse:
    """Return a 414 for a path that is decoded, or only begun: Django has not seen the request."""
    if path.startswith("/api/"):
        response = build_plain_problem(
            "uri-too-long", "A path may have 4 kB, all of the target 8 kB."
        )
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
    is_maintenance = isinstance(sys.exc_info()[1], OperationalError | InterfaceError | RedisError)
    status = HTTPStatus.SERVICE_UNAVAILABLE if is_maintenance else HTTPStatus.INTERNAL_SERVER_ERROR
    if _is_api_request(request):
        if is_maintenance:
            return build_plain_problem("unavailable", "The content cannot be reached just now.")
        return build_plain_problem("server-error", "Something went wrong on our side.")
    of_office = request.path.startswith(error_pages.PREFIX)
    template = "backoffice/500.html" if of_office else "site/500.html"
    back = error_pages.previous_screen(request)
    language = request.path.split("/")[1]
    with use_public_texts(
        language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    ):
        html = get_template(template).render({"code": int(status), "back": back})
    response = HttpResponse(html, status=status)
    if is_maintenance:
        response["Retry-After"] = str(RETRY_AFTER)
    return response


def _is_api_request(request: HttpRequest) -> bool:
    return f"{request.path}/".startswith("/api/")


def _hint(request: HttpRequest) -> str:
    """Say that nothing is there, and which endpoint was probably meant: one with another number
    of slashes or in small letters."""
    nothing = "There is nothing at this address."
    query = request.META["QUERY_STRING"]
    plain = re.sub("/+", "/", request.path)
    for meant in (plain, plain.lower()):
        bare = meant.rstrip("/")
        for path in (f"{bare}/", bare, f"{bare}/v1/"):
            if path != request.path and _is_endpoint(path):
                address = get_public_url(escape_uri_path(path)) + (f"?{query}" if query else "")
                return f"{nothing} The right one is {address}"
    return nothing


def _is_endpoint(path: str) -> bool:
    try:
        return resolve(path).url_name != UNKNOWN_API
    except Resolver404:
        return False
