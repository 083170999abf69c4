"""What the pages have in common that no editor writes: the search, the subscription."""

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from cms.store.models import Entry


def render(
    request: HttpRequest,
    locale: str,
    frame: Entry | None,
    path_in: Callable[[str], str],
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Render a page in its language, in the frame of that language's site.

    `path_in` gives the page's address in a language. No search engine lists such a page: it has
    nothing of its own to tell.
    """
    site = json.loads(frame.whole) if frame and frame.live else None
    around = {
        "site": site,
        "others": _elsewhere(site, path_in) if site else [],
        "path": path_in(locale),
    }
    with translation.override(locale):
        html = render_to_string(template, around | context, request)
    return HttpResponse(html, headers={"Content-Language": locale, "X-Robots-Tag": "noindex"})


def _elsewhere(site: dict[str, Any], path_in: Callable[[str], str]) -> list[dict[str, str]]:
    """The same page in the other languages that have a site."""
    codes = [home["locale"] for home in site["homes"] if home["locale"] != site["locale"]]
    return [{"locale": code, "path": path_in(code)} for code in codes]
