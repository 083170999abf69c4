"""What the pages have in common that no editor writes: the search, the subscription."""

import json
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from cms.core.json_types import JSON
from cms.core.public_urls import get_home_path
from cms.languages.interface import use_public_texts
from cms.store import entry_queries
from cms.store.models import Entry


def find_site_frame(locale: str) -> tuple[Entry | None, bool]:
    """Return what every page of a language shows around its content, and whether the language is
    gone: its home or this frame was public, and neither is any more. One query."""
    frame_path = entry_queries.site_frame_path(locale)
    entries = entry_queries.get_by_paths([frame_path, get_home_path(locale)])
    is_gone = bool(entries) and not any(entry.live for entry in entries.values())
    return entries.get(frame_path), is_gone


def render(
    request: HttpRequest,
    locale: str,
    site_frame: Entry | None,
    path_in: Callable[[str], str],
    template: str,
    context: JSON,
) -> HttpResponse:
    """Render a page in its language, in the frame of that language's site.

    `path_in` gives the page's address in a language. No search engine lists such a page: it has
    nothing of its own to tell.
    """
    site = json.loads(site_frame.full_json) if site_frame and site_frame.live else None
    around = {
        "locale": locale,
        "site": site,
        "others": _list_other_languages(site, path_in) if site else [],
        "path": path_in(locale),
    }
    with use_public_texts(locale):
        html = render_to_string(template, around | context, request)
    return HttpResponse(html, headers={"Content-Language": locale, "X-Robots-Tag": "noindex"})


def _list_other_languages(site: JSON, path_in: Callable[[str], str]) -> list[dict[str, str]]:
    """The same page in the other languages that have a site."""
    codes = [home["locale"] for home in site["homes"] if home["locale"] != site["locale"]]
    return [{"locale": code, "path": path_in(code)} for code in codes]
