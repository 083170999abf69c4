"""The answer at an address outside of every language, where nothing is."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from cms.site import rendering
from cms.store import queries

PLAIN = "text/plain; charset=utf-8"
HTML_TYPES = ("text/html", "application/xhtml+xml")
REFUSED = ("q=0", "q=0.0", "q=0.00", "q=0.000")


def page(request: HttpRequest) -> HttpResponse:
    """Return the site's own 404 page in the reader's language, or plain text for programs.

    One query, none for a program: most of those that ask for such an address probe for weaknesses.
    """
    response = _page(request) if _names_html(request) else HttpResponse("Not Found\n", PLAIN)
    response.status_code = 404
    patch_vary_headers(response, ["Accept", "Accept-Language"])
    return response


def _page(request: HttpRequest) -> HttpResponse:
    codes = [code for code, _ in settings.LANGUAGES]
    homes = {f"/{code}/": code for code in codes}
    entries = queries.at([*homes, *map(queries.frame_path, codes)])
    live = {code for path, code in homes.items() if path in entries and entries[path].live}
    locale = preferred_language(request, live)
    return rendering.message(request, 404, locale, entries.get(queries.frame_path(locale)))


def preferred_language(request: HttpRequest, languages: set[str]) -> str:
    """Return the first of these that the browser asks for, else the site's own."""
    for asked, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        for code in (asked, asked.partition("-")[0]):
            if code in languages:
                return code
    return settings.LANGUAGE_CODE


def _names_html(request: HttpRequest) -> bool:
    """Whether the client asks for HTML by name, as every browser does.

    Not Django's `accepts`: that fails on a header of thousands of letters, and takes any `*/*`.
    """
    for each in request.headers.get("Accept", "").split(","):
        name, _, parameters = each.partition(";")
        if name.strip().lower() in HTML_TYPES:
            return parameters.replace(" ", "").lower() not in REFUSED
    return False
