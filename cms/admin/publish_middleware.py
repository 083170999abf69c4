"""Every change made through the back office is one transaction that leaves the store right."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from cms.admin.bad_requests import convert_malformed, explain
from cms.admin.guard_middleware import refusal
from cms.admin.home_panels import background_notice
from cms.admin.projection_failures import warn_after_publishing
from cms.content.translatable import RefusedPublicationError
from cms.store.flush import count_deferred, publish_transaction
from cms.translation.completeness import refuse_publication

SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}


class PublishingMiddleware:
    """Wraps the back office's unsafe requests in `publish_transaction()`.

    Reads open no transaction: on SQLite one would take the only write lock.
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
        if request.method in SAFE_METHODS or not request.path.startswith("/admin/"):
            return None
        if not request.user.is_authenticated:
            # Nothing is changed, and nobody from outside holds the editors up.
            return None
        started = timezone.now()
        try:
            with convert_malformed(), publish_transaction():
                # Asked once more, now that nobody else is at it: somebody was, meanwhile.
                response = refusal(request, kwargs) or view(request, *args, **kwargs)
                # A template's queries belong to the same transaction.
                if hasattr(response, "render"):
                    response = response.render()
        except RefusedPublicationError as error:
            return refuse_publication(request, error)
        except BadRequest as error:
            return explain(request, error)
        if response.status_code == HTTPStatus.FOUND:
            warn_after_publishing(request, started)
            if left := count_deferred():
                messages.info(request, background_notice(left))
        return response
