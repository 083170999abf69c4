"""The back office's side of preview links: making them, seeing which there are, revoking them."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.models import Page

from cms.previews import links
from cms.previews.models import PreviewLink
from cms.upstream.wagtail_admin import get_valid_next_url_from_request


def list_all_links(request: HttpRequest) -> HttpResponse:
    """The open links of all pages that the person may edit."""
    return _render_links(
        request, links.list_open_links(request.user), {"header_title": _("Preview links")}
    )


def list_page_links(request: HttpRequest, page_id: int) -> HttpResponse:
    """A page's open links, and the button that makes one of its newest saved version."""
    page = get_object_or_404(Page, pk=page_id).specific
    _require_right(request, page)
    newest = page.latest_revision
    if request.method == "POST" and newest:
        links.create_link(page, request.user)
        messages.success(request, _("The link is made: it is the first below."))
        return redirect("previews:of_page", page.pk)
    context = {
        "header_title": _("Preview links"),
        "page": page,
        "newest": newest,
        "days": settings.PREVIEW_DAYS,
    }
    return _render_links(request, links.list_open_links(request.user, page), context)


@require_POST
def revoke_link_view(request: HttpRequest, link_id: UUID) -> HttpResponse:
    """End a link, and show the list that the person came from."""
    link = get_object_or_404(PreviewLink, pk=link_id)
    _require_right(request, link.page)
    links.revoke_link(link)
    messages.success(request, _("The link is revoked: it shows nothing any more."))
    back = get_valid_next_url_from_request(request)
    return redirect(back or reverse("previews:of_page", args=[link.page.pk]))


def _require_right(request: HttpRequest, page: Page) -> None:
    if page is None or page.is_root() or not links.can_share(request.user, page):
        raise PermissionDenied


def _render_links(
    request: HttpRequest, found: list[PreviewLink], context: dict[str, Any]
) -> TemplateResponse:
    rows = [
        {"link": link, "page": link.page, "address": links.get_link_url(link)} for link in found
    ]
    context |= {
        "rows": rows,
        "header_icon": "link",
        "breadcrumbs_items": _build_breadcrumbs(context),
    }
    response = TemplateResponse(request, "previews/links.html", context)
    # It holds the addresses.
    response["Cache-Control"] = "no-store, private"
    return response


def _build_breadcrumbs(context: dict[str, Any]) -> list[dict[str, str]]:
    """The breadcrumbs: a page's links stand behind its editor, the list of all behind nothing."""
    way = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
    if page := context.get("page"):
        editor = reverse("wagtailadmin_pages:edit", args=[page.pk])
        way.append({"url": editor, "label": page.get_admin_display_title()})
    return [*way, {"url": "", "label": context["header_title"]}]


urlpatterns = [
    path("", list_all_links, name="index"),
    path("page/<int:page_id>/", list_page_links, name="of_page"),
    path("<uuid:link_id>/revoke/", revoke_link_view, name="revoke"),
]
