"""Where the back office leads to preview links: beside a page's title, and among the reports."""

from collections.abc import Iterator

from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from cms.core.users import RequestUser
from cms.previews import admin_views, links


@hooks.register("register_admin_urls")
def answer_at_previews() -> list[URLResolver]:
    return [path("previews/", include((admin_views.urlpatterns, "previews")))]


@hooks.register("register_reports_menu_item")
def list_among_the_reports() -> MenuItem:
    return MenuItem(
        _("Preview links"), reverse("previews:index"), name="previews", icon_name="link"
    )


def offer_a_link(page: Page, user: RequestUser, **kwargs: object) -> Iterator[Button]:
    """Offer it in the editor's menu and in the tree's: the translators' editor has no menu."""
    if page.latest_revision_id and links.can_share(user, page):
        url = reverse("previews:of_page", args=[page.pk])
        yield Button(_("Preview link"), url, icon_name="link", priority=62)


for menu in ("register_page_header_buttons", "register_page_listing_more_buttons"):
    hooks.register(menu, offer_a_link)
