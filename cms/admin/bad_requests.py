"""Answer a request that no form of the back office sends with a 400 in words.

Wagtail reads the fields its own pages send without asking whether they are there, or are what they
were: an incomplete or invented form, or a number beyond every column, would be a server error.
Whatever of ours reads such a field raises Django's `BadRequest`. What the libraries raise is taken
for the same where no code of ours was involved: a fault of ours stays a server error.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from traceback import walk_tb

from django.core.exceptions import BadRequest, ObjectDoesNotExist
from django.db import DataError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.log import log_response
from django.utils.translation import gettext as _

from cms.upstream.wagtail_admin import get_localized_response

PREFIX = "/admin/"
# A field that is missing; a number that the database cannot store. SQLite's driver raises
# OverflowError, PostgreSQL's a DataError.
UNREADABLE = (MultiValueDictKeyError, OverflowError, DataError)
# What views and forms raise where they take a value for granted.
UNEXPECTED = (
    ArithmeticError, AssertionError, AttributeError, LookupError, ObjectDoesNotExist, TypeError,
    ValueError,
)  # fmt: skip
OURS = ("cms.", "home.", "members.", "news.")
RENDERING = ("django.template", "django.contrib.staticfiles", "django.core.files", "whitenoise")
# They pass every request on.
MIDDLEWARE = ("cms.admin.bad_requests", "cms.admin.publish_middleware", "cms.store.flush")


class BadRequestMiddleware:
    """Refuse malformed queries, and what the views find malformed while they only read.

    Unsafe requests are handled where their transaction ends (cms.admin.publish_middleware).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: list[object],
        kwargs: dict[str, object],
    ) -> HttpResponse | None:
        """Refuse a query with a NUL, which PostgreSQL has no text for."""
        if request.path.startswith(PREFIX) and _has_nul(request):
            return explain(request, BadRequest("NUL in the query"))
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not request.path.startswith(PREFIX):
            return None
        if isinstance(error, (BadRequest, *UNREADABLE)) or _is_malformed_query(request, error):
            return explain(request, error)
        return None


def _is_malformed_query(request: HttpRequest, error: Exception) -> bool:
    """Whether a screen took a value of its query for a number, or the like.

    What a template or a file raises is a server error, whatever the query.
    """
    read_only = request.method in ("GET", "HEAD")
    if not (read_only and request.GET and type(error) is ValueError):
        return False
    return not _reached(error, (*OURS, *RENDERING))


@contextmanager
def convert_malformed() -> Iterator[None]:
    """Raise BadRequest in the place of what the libraries raise about a malformed form."""
    try:
        yield
    except UNREADABLE as error:
        raise BadRequest(repr(error)) from error
    except UNEXPECTED as error:
        if _reached(error, OURS):
            raise
        raise BadRequest(repr(error)) from error


def _reached(error: Exception, code: tuple[str, ...]) -> bool:
    """Whether a function of some code stands between the view and where the error was raised."""
    frames = (frame for frame, _line in walk_tb(error.__traceback__))
    modules = (frame.f_globals.get("__name__", "") for frame in frames)
    return any(module.startswith(code) and module not in MIDDLEWARE for module in modules)


def explain(request: HttpRequest, error: Exception) -> HttpResponse:
    """Return the 400, in the user's language; the log says what was malformed."""
    response = get_localized_response(_explanation, request)
    log_response(
        "Bad Request: %s (%s)", request.path, error,
        response=response, request=request, exception=error,
    )  # fmt: skip
    return response


def _explanation(request: HttpRequest) -> HttpResponse:
    text = _("The request is incomplete or damaged, so nothing was saved. Reload and try again.")
    if "application/json" in request.headers.get("Accept", ""):
        answer = {"success": False, "error_code": "bad_request", "error_message": text}
        return JsonResponse(answer, status=HTTPStatus.BAD_REQUEST)
    context = {"text": text}
    return render(request, "backoffice/bad_request.html", context, status=HTTPStatus.BAD_REQUEST)


def _has_nul(request: HttpRequest) -> bool:
    return any("\0" in text for name, values in request.GET.lists() for text in (name, *values))
