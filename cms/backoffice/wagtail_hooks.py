"""Where the back office is changed: home screen, menu, choosing, the editor's slugs and saves."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from cms.backoffice.conflicts import refuse_to_overwrite
from cms.backoffice.failures import FailuresPanel, warn_while_editing
from cms.backoffice.following.hooks import HOOKS as FOLLOWING
from cms.backoffice.panels import OnItsWayPanel, WherePanel
from cms.backoffice.publications import tell_what_is_not_public
from cms.backoffice.visibility import Reader
from cms.slugs import rules
from cms.store.picture_files import follow_moved_media


@hooks.register("construct_homepage_panels")
def show_where_things_are(request: HttpRequest, panels: list[Component]) -> None:
    panels += [FailuresPanel(), OnItsWayPanel(), WherePanel()]


@hooks.register("construct_settings_menu")
def hide_sites(request: HttpRequest, items: list[MenuItem]) -> None:
    """Take “Sites” out of the menu: the site's address is the setting BASE_URL and nothing else."""
    items[:] = [item for item in items if item.name != "sites"]


@hooks.register("construct_help_menu")
def hide_news_of_wagtail(request: HttpRequest, items: list[MenuItem]) -> None:
    """Take out the link to Wagtail's release notes: they are in English, and so is its name for
    everybody once anybody has read it in English."""
    items[:] = [item for item in items if not item.name.startswith("whats-new")]


@hooks.register("construct_reports_menu")
def name_translations_in_each_language(request: HttpRequest, items: list[MenuItem]) -> None:
    """wagtail-localize names its item once, in the language of whoever reads it first."""
    for item in items:
        if item.url == reverse("wagtail_localize:translations_report"):
            item.label = gettext_lazy("Translations")


@hooks.register("construct_page_chooser_queryset")
def offer_no_drafts_of_others(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    return Reader(request.user).choosable(pages)


@hooks.register("insert_editor_js")
def make_slugs_as_the_server_does() -> SafeString:
    script = format_html('<script src="{}"></script>', static("backoffice/slugs.js"))
    return json_script(rules(), "slug-rules") + script


@hooks.register("insert_global_admin_css")
def fit_a_phone() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("backoffice/narrow.css"))


@hooks.register("after_bulk_action")
def follow_media_into_a_collection(
    request: HttpRequest, action: str, things: Sequence[Any], view: Any
) -> None:
    """Wagtail moves pictures and files into a collection without a signal."""
    if action == "add_to_collection":
        follow_moved_media(things)


for event in ("before_edit_page", "before_edit_snippet"):
    hooks.register(event, refuse_to_overwrite)
    # Before wagtail-localize's, which answers itself where a page is translated.
    hooks.register(event, warn_while_editing, order=-1)

hooks.register("after_bulk_action", tell_what_is_not_public)

for event, ask_about_translations in FOLLOWING.items():
    hooks.register(event, ask_about_translations)


@hooks.register("insert_editor_js")
def tell_own_versions_from_others() -> SafeString:
    return format_html('<script src="{}"></script>', static("backoffice/conflicts.js"))
