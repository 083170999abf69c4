"""Single entries, by their id or by their address."""

from hashlib import sha256
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from rest_framework.request import Request

from cms.api import problems, schemas
from cms.api.lists import dump_json, mark_as_fallback
from cms.api.parameters import EntryParameters, ResolveParameters, read_parameters
from cms.api.views import JSON_TYPE, PublicView
from cms.content.entry_types import TYPES
from cms.content.schemas import Shape
from cms.core.public_urls import get_public_url
from cms.store import entry_queries, redirects
from cms.store.http_cache import conditional_response
from cms.store.models import Entry


class EntryView(PublicView):
    """One entry, whole; with `?locale=`, the same page in that language. One query, or two."""

    parameters = EntryParameters
    variables = {"id": "The entry's `id`."}
    problems = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
    # Set where an endpoint is for one kind of entry only.
    only: str = ""

    @property
    def shape(self) -> Shape:
        return schemas.build_entry_shape(self.only) if self.only else schemas.build_entry_shape()

    @property
    def about(self) -> str:
        return str(TYPES[self.only].shape.__doc__) if self.only else super().about

    def get(self, request: Request, id: UUID) -> HttpResponseBase:
        given = read_parameters(EntryParameters, request)
        entry = entry_queries.get_by_id(id)
        if entry is None or not self._shows(entry):
            raise Http404("No page has this id.")
        locale = given.get("locale", entry.locale)
        shown = entry
        if locale != entry.locale:
            shown = _find_translation(entry, locale, given.get("fallback", ""))
        if not shown.live:
            raise problems.Gone
        return _build_response(request._request, shown, stands_in=shown.locale != locale)

    def _shows(self, entry: Entry) -> bool:
        return entry.type == self.only if self.only else TYPES[entry.type].listed


class ResolveView(PublicView):
    """Whatever stands at a path: a page, the way to another address, or word that it is gone.

    One query for a page, two for anything else, three for a redirect to a page.
    """

    parameters = ResolveParameters
    problems = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)

    @property
    def shape(self) -> Any:
        return schemas.build_entry_shape() | schemas.Redirected

    def get(self, request: Request) -> HttpResponseBase:
        asked = urlsplit(read_parameters(ResolveParameters, request)["path"])
        found = entry_queries.look_up_path(asked.path)
        entry, former = found.entry, found.former
        if entry and entry.live and TYPES[entry.type].listed:
            return _build_response(request._request, entry)
        if target := redirects.find_target(asked.path, asked.query):
            return _find_redirect(request._request, target.url, target.permanent)
        if former and former.live:
            return _find_redirect(request._request, former.path, permanent=True)
        if former or entry:
            raise problems.Gone
        raise Http404("There is nothing at this path.")


def _find_translation(entry: Entry, locale: str, fallback: str) -> Entry:
    """The same page in another language, or else in the one that stands in for it."""
    found = entry_queries.get_in_locales(entry, [locale, fallback])
    if locale in found:
        return found[locale]
    if fallback in found:
        return found[fallback]
    raise Http404(f"This page is not public in the language “{locale}”.")


def _build_response(
    request: HttpRequest, entry: Entry, stands_in: bool = False
) -> HttpResponseBase:
    return conditional_response(
        request,
        entry_queries.combine_versions(entry),
        lambda: HttpResponse(
            mark_as_fallback(entry.full_json) if stands_in else entry.full_json, JSON_TYPE
        ),
        variant="fallback" if stands_in else "",
        language=entry.locale,
    )


def _find_redirect(request: HttpRequest, url: str, permanent: bool) -> HttpResponseBase:
    """Say where an old address leads; an address elsewhere has no path."""
    path = url if url.startswith("/") else None
    redirect_fields: schemas.Redirect = {
        "path": path,
        "url": get_public_url(url) or url,
        "permanent": permanent,
    }
    text = dump_json(schemas.Redirected(redirect=redirect_fields))
    # A redirect has no number: its text is its tag.
    return conditional_response(
        request,
        entry_queries.NO_VERSION,
        lambda: HttpResponse(text, JSON_TYPE),
        variant=f"redirect-{sha256(text.encode()).hexdigest()[:12]}",
        language="en",
    )
