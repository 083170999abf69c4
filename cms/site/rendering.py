"""From entries to a page of the site."""

import json
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.utils import get_app_template_dirs

from cms.content.entry_types import TYPES, PageList
from cms.core.json_types import JSON
from cms.languages.interface import use_public_texts
from cms.store import lists
from cms.store.list_query import ListQuery
from cms.store.models import Entry


@dataclass(frozen=True)
class ListPaging:
    """Where in its list a page stands."""

    page_list: PageList
    number: int
    list_info: lists.ListInfo

    @property
    def pages(self) -> int:
        return (
            max(1, -(-(self.list_info.count or 0) // self.page_list.size))
            if self.page_list.paged
            else 1
        )

    def read_list(self, path: str) -> JSON:
        """The list as a template sees it. One query, by the list's own index."""
        offset = (self.number - 1) * self.page_list.size
        query = ListQuery(order=self.page_list.order)
        page = lists.read_page(query, self.list_info, offset, self.page_list.size)
        return {
            "items": [json.loads(entry.list_json) for entry in page.entries],
            "count": page.count,
            "number": self.number,
            "pages": self.pages,
            "previous": _get_page_path(path, self.number - 1) if self.number > 1 else None,
            "next": _get_page_path(path, self.number + 1) if self.number < self.pages else None,
        }


def render(
    request: HttpRequest,
    page: JSON,
    site_frame: JSON | None,
    listing: JSON | None,
    preview: bool = False,
    until: str = "",
) -> HttpResponse:
    """Render an entry with its kind's template, in the entry's language.

    `until` is the moment when a preview ends, if it does.
    """
    context = {
        "page": page, "site": site_frame, "listing": listing, "preview": preview, "until": until
    }  # fmt: skip
    with use_public_texts(page["locale"]):
        return HttpResponse(render_to_string(TYPES[page["type"]].template, context, request))


def render_message(
    request: HttpRequest, status: int, locale: str, site_frame: Entry | None, template: str = ""
) -> HttpResponse:
    """Render the page that says why there is no page: 404 or 410, or a `template` of its own."""
    context = {"site": json.loads(site_frame.full_json) if site_frame and site_frame.live else None}
    with use_public_texts(locale):
        html = render_to_string(template or f"site/{status}.html", context, request)
    return HttpResponse(html, status=status, headers={"Content-Language": locale})


@cache
def get_build_tag() -> str:
    """A short text that changes when a template or a translation does: part of each page's tag."""
    digest = sha256()
    folders = [*get_app_template_dirs("templates"), *get_app_template_dirs("static")]
    own = [Path(folder) for folder in folders if Path(folder).is_relative_to(settings.ROOT)]
    for folder in [*own, settings.LOCALE_PATHS[0]]:
        files = (path for path in Path(folder).rglob("*.*") if path.is_file())
        for file in sorted(files):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:8]


def get_page_number(request: HttpRequest) -> int:
    """The page of a list that is asked for; one that is no number is none there is."""
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
    return number or 10**7


def _get_page_path(path: str, number: int) -> str:
    return f"{path}?page={number}" if number > 1 else path
