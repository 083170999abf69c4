"""The public site: path → entry → template.

An address is first looked up in the store. Only when no live entry stands there is anything else
asked: old addresses, restricted pages, what is gone.
"""

import json

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.utils.cache import patch_vary_headers

from cms.content.entry_types import TYPES
from cms.core.public_urls import front_end, home_path, page_url
from cms.http.methods import read_only
from cms.site import rendering, uncached_pages
from cms.site.not_found import preferred_home
from cms.store import entry_queries, lists
from cms.store.http_cache import conditional_response
from cms.store.models import Entry
from cms.store.operator_redirects import operator_redirect
from cms.store.redirects import redirectable


@read_only
def root(request: HttpRequest) -> HttpResponse:
    """Send a visitor to the public home that suits their languages best. One query.

    Where no home is public, it is the first that asks its readers for a password; without such a
    one there is no page.
    """
    paths = [home_path(code) for code, _ in settings.LANGUAGES]
    language = preferred_home(request, entry_queries.get_by_paths(paths))
    path = home_path(language) if language else uncached_pages.first_restricted(paths)
    if path is None:
        raise Http404
    response = HttpResponseRedirect(path)
    patch_vary_headers(response, ["Accept-Language"])
    return response


@redirectable
@read_only
@lists.retry_on_stale_read
def page(request: HttpRequest, locale: str) -> HttpResponseBase:
    """The page at the request's path. Two queries, one without a list."""
    # PostgreSQL refuses to look for a NUL.
    if "\0" in request.path:
        return rendering.message(request, 404, locale, entry_queries.get_site_frame(locale))
    frame_path = entry_queries.site_frame_path(locale)
    entries = entry_queries.get_by_paths([request.path, frame_path])
    entry, frame = entries.get(request.path), entries.get(frame_path)
    if entry is None or not entry.live:
        return _elsewhere(request, locale, entry, frame)
    if front_end(entry.path):
        return to_front_end(request)
    paging = _paging(request, entry)
    if paging and paging.number > paging.pages:
        return rendering.message(request, 404, locale, frame)
    version = entry_queries.combine_versions(*filter(None, [entry, frame]))
    return conditional_response(
        request,
        version,
        lambda: _render(request, entry, frame, paging),
        variant=f"{rendering.look()}{f'-{paging.number}' if paging else ''}",
        language=locale,
    )


def _render(
    request: HttpRequest, entry: Entry, frame: Entry | None, paging: rendering.Paging | None
) -> HttpResponse:
    listing = paging.listing(entry.path) if paging else None
    site = json.loads(frame.full_json) if frame and frame.live else None
    return rendering.render(request, json.loads(entry.full_json), site, listing)


def to_front_end(request: HttpRequest) -> HttpResponse:
    """Send a visitor to where the page is read: every page has one address.

    Not for good: a browser would remember it after the front end is taken away again.
    """
    query = request.META["QUERY_STRING"]
    return HttpResponseRedirect(page_url(request.path) + (f"?{query}" if query else ""))


def _paging(request: HttpRequest, entry: Entry) -> rendering.Paging | None:
    """Where in its list the page stands that is asked for."""
    of = TYPES[entry.type].page_list
    return (
        rendering.Paging(of, rendering.page_number(request), lists.get_info_of_page_list(entry))
        if of
        else None
    )


def _elsewhere(
    request: HttpRequest, locale: str, gone: Entry | None, frame: Entry | None
) -> HttpResponseBase:
    """No live entry: an old address, a page for some only, one that is gone, or nothing."""
    if redirect := operator_redirect(request):
        return redirect
    if restricted := uncached_pages.restricted(request):
        return restricted
    moved = entry_queries.get_by_former_path(request.path)
    if moved and moved.live:
        return HttpResponseRedirect(moved.path, status=301)
    return rendering.message(request, 410 if gone or moved else 404, locale, frame)
