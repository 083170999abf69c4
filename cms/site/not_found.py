"""The answer at an address outside of every language, where nothing is."""

from collections.abc import Mapping
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from cms.core.public_urls import get_home_path
from cms.languages.accept_language import choose_language
from cms.site import rendering
from cms.store import entry_queries
from cms.store.models import Entry

PLAIN = "text/plain; charset=utf-8"
HTML_TYPES = ("text/html", "application/xhtml+xml")
REFUSED = ("q=0", "q=0.0", "q=0.00", "q=0.000")


def show_not_found(request: HttpRequest) -> HttpResponse:
    """Return the site's own 404 page in the reader's language, or plain text for programs.

    One query, none for a program: most of those that ask for such an address probe for weaknesses.
    """
    response = (
        show_message(request) if _accepts_html(request) else HttpResponse("Not Found\n", PLAIN)
    )
    response.status_code = HTTPStatus.NOT_FOUND
    patch_vary_headers(response, ["Accept", "Accept-Language"])
    return response


def show_message(request: HttpRequest, status: int = 404, template: str = "") -> HttpResponse:
    """Return the page that says why there is no page, in the reader's language. One query."""
    codes = [code for code, _ in settings.LANGUAGES]
    entries = entry_queries.get_by_paths(
        [*map(get_home_path, codes), *map(entry_queries.site_frame_path, codes)]
    )
    locale = choose_home(request, entries) or settings.LANGUAGE_CODE
    site_frame = entries.get(entry_queries.site_frame_path(locale))
    return rendering.render_message(request, status, locale, site_frame, template)


def choose_home(request: HttpRequest, entries: Mapping[str, Entry]) -> str | None:
    """Return the language, of those whose home is public, that suits the visitor best.

    `entries` has the homes by their paths. None where no home is public.
    """
    codes = [code for code, _ in settings.LANGUAGES]
    public = [code for code in codes if (home := entries.get(get_home_path(code))) and home.live]
    return choose_language(request.headers.get("Accept-Language", ""), public) if public else None


def _accepts_html(request: HttpRequest) -> bool:
    """Whether the client asks for HTML by name, as every browser does.

    Not Django's `accepts`: that fails on a header of thousands of letters, and takes any `*/*`.
    """
    for each in request.headers.get("Accept", "").split(","):
        name, _, parameters = each.partition(";")
        if name.strip().lower() in HTML_TYPES:
            return parameters.replace(" ", "").lower() not in REFUSED
    return False
