"""Pages that are not in the store: a draft's preview, and a restricted page for those let in.

They are serialised on the fly by the same serializer, shown by the same templates, and never
cached.
"""

import json
from collections.abc import Iterable
from datetime import datetime

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from cms.content import dependency_keys
from cms.content.base_pages import find_live_page
from cms.content.entry_types import TYPES
from cms.content.publishable import Publishable
from cms.core.json_types import JSON
from cms.http.cookies import with_cookies
from cms.languages.interface import use_public_texts
from cms.site import rendering
from cms.store import entry_queries, lists, projection
from cms.store.list_query import ListQuery
from cms.upstream.wagtail_admin import check_view_restrictions


def show_page(
    request: HttpRequest, shown: Publishable, updated_at: datetime | None = None, until: str = ""
) -> HttpResponse:
    """Show a page or snippet as its entry would be.

    `updated_at` is when its text was saved or published; None if it is being typed. `until` is when
    a preview of it ends.
    """
    preview = bool(until) or getattr(request, "is_preview", False)
    entry = projection.serialize_unstored(shown, updated_at or timezone.now())
    response = rendering.render(
        request,
        entry,
        _read_site_frame(entry["locale"]),
        _read_list(shown, entry),
        preview=preview,
        until=until,
    )
    response["X-Robots-Tag"] = "noindex"
    add_never_cache_headers(response)
    return response


def find_restricted_page(request: HttpRequest) -> HttpResponse | None:
    """The live but restricted page at this address, or the form that asks for its password."""
    found = find_live_page(request.path)
    return _show_to_readers(request, found) if found else None


def find_first_restricted_path(paths: Iterable[str]) -> str | None:
    """Return the first of these paths where a live page is for some readers only; None for none."""
    return next((path for path in paths if find_live_page(path)), None)


def ask_password(
    request: HttpRequest, shown: Publishable, form: BaseForm, action_url: str
) -> HttpResponse:
    """Ask for the password of a restricted page, and say nothing else of it."""
    locale = shown.locale.language_code
    context = {"form": form, "action_url": action_url, "site": _read_site_frame(locale)}
    with use_public_texts(locale):
        response = TemplateResponse(request, "site/password.html", context).render()
    response["X-Robots-Tag"] = "noindex"
    return response


@with_cookies
def _show_to_readers(request: HttpRequest, found: Publishable) -> HttpResponse:
    return _show_checked(found, request, [], {})


@check_view_restrictions
def _show_checked(
    shown: Publishable, request: HttpRequest, args: list[object], kwargs: dict[str, object]
) -> HttpResponse:
    return show_page(request, shown, shown.last_published_at)


def _read_site_frame(locale: str) -> JSON | None:
    site_frame = entry_queries.get_site_frame(locale)
    return json.loads(site_frame.full_json) if site_frame and site_frame.live else None


@lists.retry_on_stale_read
def _read_list(shown: Publishable, entry: JSON) -> JSON | None:
    page_list = TYPES[entry["type"]].page_list
    if page_list is None:
        return None
    facet = page_list.facet.format(group=dependency_keys.group(shown))
    list_info = lists.get_list_info(ListQuery((facet,), locale=entry["locale"]))
    return rendering.ListPaging(page_list, 1, list_info).read_list(entry["path"])
