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
from cms.core.public_urls import get_front_end, get_home_path, get_page_url
from cms.http.methods import read_only
from cms.site import rendering, uncached_pages
from cms.site.not_found import choose_home
from cms.store import entry_queries, lists
from cms.store.http_cache import conditional_response
from cms.store.models import Entry
from cms.store.operator_redirects import find_operator_redirect
from cms.store.redirects import redirectable


@read_only
def redirect_to_home(request: HttpRequest) -> HttpResponse:
    """Send a visitor to the public home that suits their languages best. One query.

    Where no home is public, it is the first that asks its readers for a password; without such a
    one there is no page.
    """
    paths = [get_home_path(code) for code, _ in settings.LANGUAGES]
    language = choose_home(request, entry_queries.get_by_paths(paths))
    path = get_home_path(language) if language else uncached_pages.find_first_restricted_path(paths)
    if path is None:
        raise Http404
    response = HttpResponseRedirect(path)
    patch_vary_headers(response, ["Accept-Language"])
    return response


@redirectable
@read_only
@lists.retry_on_stale_read
def show_page(request: HttpRequest, locale: str) -> HttpResponseBase:
    """The page at the request's path. Two queries, one without a list."""
    # PostgreSQL refuses to look for a NUL.
    if "\0" in request.path:
        return rendering.render_message(request, 404, locale, entry_queries.get_site_frame(locale))
    frame_path = entry_queries.site_frame_path(locale)
    entries = entry_queries.get_by_paths([request.path, frame_path])
    entry, site_frame = entries.get(request.path), entries.get(frame_path)
    if entry is None or not entry.live:
        return _answer_without_entry(request, locale, entry, site_frame)
    if get_front_end(entry.path):
        return redirect_to_front_end(request)
    paging = _get_paging(request, entry)
    if paging and paging.number > paging.pages:
        return rendering.render_message(request, 404, locale, site_frame)
    version = entry_queries.combine_versions(*filter(None, [entry, site_frame]))
    return conditional_response(
        request,
        version,
        lambda: _render(request, entry, site_frame, paging),
        variant=f"{rendering.get_build_tag()}{f'-{paging.number}' if paging else ''}",
        language=locale,
    )


def _render(
    request: HttpRequest,
    entry: Entry,
    site_frame: Entry | None,
    paging: rendering.ListPaging | None,
) -> HttpResponse:
    listing = paging.read_list(entry.path) if paging else None
    site = json.loads(site_frame.full_json) if site_frame and site_frame.live else None
    return rendering.render(request, json.loads(entry.full_json), site, listing)


def redirect_to_front_end(request: HttpRequest) -> HttpResponse:
    """Send a visitor to where the page is read: every page has one address.

    Not for good: a browser would remember it after the front end is taken away again.
    """
    query = request.META["QUERY_STRING"]
    return HttpResponseRedirect(get_page_url(request.path) + (f"?{query}" if query else ""))


def _get_paging(request: HttpRequest, entry: Entry) -> rendering.ListPaging | None:
    """Where in its list the page stands that is asked for."""
    page_list = TYPES[entry.type].page_list
    return (
        rendering.ListPaging(
            page_list, rendering.get_page_number(request), lists.get_info_of_page_list(entry)
        )
        if page_list
        else None
    )


def _answer_without_entry(
    request: HttpRequest, locale: str, gone: Entry | None, site_frame: Entry | None
) -> HttpResponseBase:
    """No live entry: an old address, a page for some only, one that is gone, or nothing."""
    if redirect := find_operator_redirect(request):
        return redirect
    if restricted := uncached_pages.find_restricted_page(request):
        return restricted
    moved = entry_queries.get_by_former_path(request.path)
    if moved and moved.live:
        return HttpResponseRedirect(moved.path, status=301)
    return rendering.render_message(request, 410 if gone or moved else 404, locale, site_frame)
