"""Pages that are not in the store: a draft's preview, and a restricted page for those let in.

They are serialised on the fly by the same serializer, shown by the same templates, and never
cached.
"""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from wagtail.wagtail_hooks import check_view_restrictions

from cms import keys
from cms.cookies import with_cookies
from cms.entry_types import TYPES
from cms.pages import page_at
from cms.site import rendering
from cms.store import lists, projection, queries
from cms.store.selections import Selection


def page(request: HttpRequest, shown: Any, until: str = "") -> HttpResponse:
    """Show a page or snippet as its entry would be; `until` is when a preview of it ends."""
    preview = bool(until) or getattr(request, "is_preview", False)
    whole = projection.whole(shown)
    response = rendering.render(
        request,
        whole,
        _frame(whole["locale"]),
        _listing(shown, whole),
        preview=preview,
        until=until,
    )
    response["X-Robots-Tag"] = "noindex"
    add_never_cache_headers(response)
    return response


def restricted(request: HttpRequest) -> HttpResponse | None:
    """The live but restricted page at this address, or the form that asks for its password."""
    found = page_at(request.path)
    return _for_its_readers(request, found) if found else None


def password(request: HttpRequest, shown: Any, form: Any, action_url: str) -> HttpResponse:
    """Ask for the password of a restricted page, and say nothing else of it."""
    locale = shown.locale.language_code
    context = {"form": form, "action_url": action_url, "site": _frame(locale)}
    with translation.override(locale):
        response = TemplateResponse(request, "site/password.html", context).render()
    response["X-Robots-Tag"] = "noindex"
    return response


@with_cookies
def _for_its_readers(request: HttpRequest, found: Any) -> HttpResponse:
    return _checked(found, request, [], {})


@check_view_restrictions
def _checked(shown: Any, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
    return page(request, shown)


def _frame(locale: str) -> dict[str, Any] | None:
    frame = queries.frame(locale)
    return json.loads(frame.whole) if frame and frame.live else None


@lists.at_one_moment
def _listing(shown: Any, whole: dict[str, Any]) -> dict[str, Any] | None:
    of = TYPES[whole["type"]].heads
    if of is None:
        return None
    facet = of.facet.format(group=keys.group(shown))
    head = lists.head(Selection((facet,), locale=whole["locale"]))
    return rendering.Paging(of, 1, head).listing(whole["path"])
