"""Writing by token: Wagtail's API v3 at `/api/write/`, where an operator has turned it on.

Wagtail asks for the rights of the token's owner, and for little else: it publishes what is locked,
moves what stays, shows everybody what is public in its own way, and lets whoever comes last win.
So here nothing is open but what `ROUTES` names, nobody enters without a token, and a change is
asked what the back office would ask, in the same transaction that writes it.
"""

import json
import logging
from collections.abc import Callable
from http import HTTPStatus

from django.core.exceptions import BadRequest
from django.db import DataError, IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from wagtail.models import Page
from wagtail_localize.models import Translation

from cms.content.translatable import (
    RefusedPublicationError,
    TranslatableContent,
    UndescribedPicturesError,
)
from cms.permissions.rules import is_locked
from cms.store.flush import publish_transaction
from cms.translation.cascade.actions import CascadeAction, DeleteCascade, UnpublishCascade
from cms.translation.cascade.translations import find_translations, plan_cascade, run_cascade
from cms.translation.completeness import explain_refusal
from cms.upstream.wagtail_api import BearerTokenAuth, problem_response

logger = logging.getLogger(__name__)

PREFIX = "/api/write/"
# What Wagtail and the databases raise where a value has another shape than they take for granted.
MALFORMED = (
    ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError,
    BadRequest, DataError, IntegrityError,
)  # fmt: skip

OptionalResponse = HttpResponse | None
Check = Callable[[HttpRequest, Page], OptionalResponse]


class WritingMiddleware:
    """The one door to `/api/write/`. Sessions count for nothing there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        with translation.override("en"):
            response = _reject_anonymous(request) or self.get_response(request)
        add_never_cache_headers(response)
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: list[object],
        kwargs: dict[str, object],
    ) -> OptionalResponse:
        if not request.path.startswith(PREFIX):
            return None
        route = request.resolver_match.url_name if request.resolver_match else None
        methods = ROUTES.get(route or "")
        if methods is None:
            raise Http404
        if request.method not in methods:
            response = problem_response(status=405, detail=f"Use {', '.join(methods)}.")
            response["Allow"] = ", ".join(methods)
            return response
        if "search" in request.GET:
            # Wagtail hands its operators to the database, which fails on half of them.
            return problem_response(status=400, detail="There is no “search” here.")
        try:
            if request.method == "GET":
                response = view(request, *args, **kwargs)
            else:
                response = _change(request, methods[request.method], view, args, kwargs)
        except MALFORMED as error:
            logger.warning("%s %s cannot be read.", request.method, request.path, exc_info=error)
            detail = "What was sent cannot be read: compare it with the schema of the page type."
            response = problem_response(status=422, detail=detail)
        return _add_etag(request, response)


def _change(
    request: HttpRequest,
    checks: tuple[Check, ...],
    view: Callable[..., HttpResponse],
    args: list[object],
    kwargs: dict[str, object],
) -> HttpResponse:
    """Write in one transaction, or nothing."""
    with publish_transaction(), transaction.atomic():
        response = _refusal(request, checks, kwargs) or view(request, *args, **kwargs)
        if response.status_code >= HTTPStatus.BAD_REQUEST:
            # It may have been half done.
            transaction.set_rollback(True)
        else:
            run_cascade(request)
    return response


def _reject_anonymous(request: HttpRequest) -> OptionalResponse:
    """The answer to whoever has no token, or one of a person who may not enter the back office."""
    if BearerTokenAuth()(request) is None:
        detail = "Send “Authorization: Bearer <token>” with a token that is valid."
        response = problem_response(status=401, detail=detail)
        response["WWW-Authenticate"] = "Bearer"
        return response
    if not request.user.has_perm("wagtailadmin.access_admin"):
        return problem_response(status=403, detail="You may not enter the back office.")
    return None


def _refusal(
    request: HttpRequest, checks: tuple[Check, ...], kwargs: dict[str, object]
) -> OptionalResponse:
    if not checks:
        return None
    page = Page.objects.filter(pk=kwargs["page_id"]).specific().first()
    if page is None:
        raise Http404
    for check in checks:
        if refusal := check(request, page):
            return refusal
    return None


# What is asked of a page before it is changed


def check_unlocked(request: HttpRequest, page: Page) -> OptionalResponse:
    """It is not locked for the person, by hand or by its review."""
    if is_locked(request.user, page):
        return problem_response(status=403, detail="The page is locked, or in review.")
    return None


def check_own_text(request: HttpRequest, page: Page) -> OptionalResponse:
    """Its text is its own, and comes neither from another page nor from its translation."""
    if page.alias_of_id:
        return problem_response(status=403, detail="The page is an alias: write to its source.")
    translations = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale_id, enabled=True
    )
    if translations.exists():
        return problem_response(
            status=403, detail="The page is a translation: translate it in the back office."
        )
    return None


def check_version(request: HttpRequest, page: Page) -> OptionalResponse:
    """Whoever writes knows the newest version, as in the back office (`edit_conflicts`)."""
    if not page.permissions_for_user(request.user).can_edit():
        # What Wagtail refuses is told nothing of.
        return None
    if_match = request.headers.get("If-Match")
    if if_match is None:
        detail = "Send “If-Match” with the ETag that you were given with the page's newest version."
        return problem_response(status=428, detail=detail)
    tags = [tag.strip().removeprefix("W/") for tag in if_match.split(",")]
    if "*" not in tags and _etag(page) not in tags:
        detail = "There is a newer version than the one you have seen: ask with “?version=draft”."
        return problem_response(status=412, detail=detail)
    return None


def check_publishable(request: HttpRequest, page: Page) -> OptionalResponse:
    """Its newest version may be public as it is. Wagtail's own publishing here goes past the
    page's."""
    revision = page.get_latest_revision()
    if revision and isinstance(page, TranslatableContent):
        try:
            page.require_publishable(revision)
        except UndescribedPicturesError as error:
            errors = [
                {"type": "undescribed", "loc": list(picture.path), "msg": picture.place}
                for picture in error.pictures
            ]
            return problem_response(status=422, detail=explain_refusal(error), errors=errors)
        except RefusedPublicationError as error:
            return problem_response(status=422, detail=explain_refusal(error))
    return None


def check_translations(action: CascadeAction) -> Check:
    """Whoever takes a page away says what becomes of its translations (the cascade)."""

    def check(request: HttpRequest, page: Page) -> OptionalResponse:
        permissions = page.permissions_for_user(request.user)
        translations = (
            find_translations(request.user, action, [page]) if permissions.can_edit() else []
        )
        choice = request.GET.get("translations")
        names = ", ".join(translation.content.locale.language_code for translation in translations)
        if translations and choice not in ("follow", "stay"):
            detail = f"It has translations ({names}): say “translations=follow” or “=stay”."
            return problem_response(status=409, detail=detail)
        if choice == "follow" and (
            blocked := [translation for translation in translations if translation.blocker]
        ):
            detail = f"Not all of its translations ({names}) can follow: {blocked[0].blocker}"
            return problem_response(status=403, detail=detail)
        if choice == "follow":
            plan_cascade(request, action, translations)
        return None

    return check


# What may be asked, by the name of Wagtail's route; all else is not there. The rights on the page
# are Wagtail's to ask.
ROUTES: dict[str, dict[str, tuple[Check, ...]]] = {
    "whoami": {"GET": ()},
    "list_schemas": {"GET": ()},
    "get_schema_for_type": {"GET": ()},
    "list_pages": {"GET": (), "POST": ()},
    "detail_page": {
        "GET": (),
        "PATCH": (check_unlocked, check_own_text, check_version),
        "DELETE": (check_unlocked, check_translations(DeleteCascade())),
    },
    "list_page_revisions": {"GET": ()},
    "detail_page_revision": {"GET": ()},
    "pages_actions_publish": {
        "POST": (check_unlocked, check_own_text, check_version, check_publishable)
    },
    "pages_actions_unpublish": {"POST": (check_unlocked, check_translations(UnpublishCascade()))},
    "pages_actions_revert": {"POST": (check_unlocked, check_own_text, check_version)},
}


def _add_etag(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Tag an answer that shows a page's newest version with the name of that version."""
    data = json.loads(response.content) if response.status_code in (200, 201) else None
    page = Page.objects.filter(pk=data["id"]).first() if data and "id" in data else None
    draft = request.method != "GET" or request.GET.get("version") == "draft"
    if page and (draft or not page.has_unpublished_changes):
        response["ETag"] = _etag(page)
    return response


def _etag(page: Page) -> str:
    """An autosave writes into the same revision, at a new time."""
    newest = page.latest_revision
    return f'"{newest.pk}-{newest.created_at.timestamp():.6f}"' if newest else '"0"'
