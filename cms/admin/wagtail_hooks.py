"""Where the back office is changed: home screen, menu, choosing, the editor's slugs and saves."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, reverse
from django.utils.html import format_html, format_html_join, json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from cms.admin import alternative_text_report, deletion_report
from cms.admin.bulk_publishing import PublishPagesAction
from cms.admin.deletion_warnings import warn_of_used_deletions
from cms.admin.edit_conflicts import reject_stale_edit
from cms.admin.editor_actions import show_main_action
from cms.admin.home_panels import BackgroundWorkPanel, SiteMapPanel
from cms.admin.projection_failures import FailuresPanel, warn_while_editing
from cms.content.publishable import Translatable
from cms.core.slugs import get_rules
from cms.permissions.visibility import UserVisibility
from cms.store.picture_files import update_moved_media
from cms.translation.cascade.hooks import HOOKS as FOLLOWING
from cms.translation.publication_messages import warn_about_unpublished
from cms.upstream.wagtail_admin import DismissibleMenuItem, IndexView


@hooks.register("construct_homepage_panels")
def add_home_panels(request: HttpRequest, panels: list[Component]) -> None:
    panels += [FailuresPanel(), BackgroundWorkPanel(), SiteMapPanel()]


@hooks.register("construct_settings_menu")
def hide_sites_item(request: HttpRequest, items: list[MenuItem]) -> None:
    """Take “Sites” out of the menu: the site's address is the setting BASE_URL and nothing else."""
    items[:] = [item for item in items if item.name != "sites"]


@hooks.register("construct_help_menu")
def hide_wagtail_help_items(request: HttpRequest, items: list[MenuItem]) -> None:
    """Take out the links to Wagtail's release notes and guide, with the badges that call for them:
    they are in English, elsewhere, and about another back office than this."""
    items[:] = [item for item in items if not isinstance(item, DismissibleMenuItem)]


@hooks.register("construct_reports_menu")
def translate_report_item(request: HttpRequest, items: list[MenuItem]) -> None:
    """wagtail-localize names its item once, in the language of whoever reads it first."""
    for item in items:
        if item.url == reverse("wagtail_localize:translations_report"):
            item.label = gettext_lazy("Translations")


class DeletionReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return deletion_report.is_shown(request)


@hooks.register("register_admin_urls")
def register_deletion_report_urls() -> list[URLPattern]:
    return deletion_report.urlpatterns


@hooks.register("register_reports_menu_item")
def add_deletion_report_item() -> MenuItem:
    return DeletionReportMenuItem(
        gettext_lazy("Deleted but used"),
        reverse("losses"),
        name="losses",
        icon_name="warning",
        order=1160,
    )


@hooks.register("construct_page_chooser_queryset")
def hide_unreadable_pages(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    return UserVisibility(request.user).filter_choosable(pages)


@hooks.register("insert_editor_js")
def add_slug_script() -> SafeString:
    script = format_html('<script src="{}"></script>', static("backoffice/slugs.js"))
    return json_script(get_rules(), "slug-rules") + script


@hooks.register("insert_global_admin_css")
def add_styles() -> SafeString:
    sheets = ((static(f"backoffice/{name}.css"),) for name in ("narrow", "editor", "session"))
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', sheets)


@hooks.register("insert_global_admin_js")
def add_length_counter_script() -> SafeString:
    return format_html(
        '<script src="{}" data-near="{}" data-over="{}"></script>',
        static("backoffice/lengths.js"),
        gettext("{length} of {limit} characters"),
        gettext("Too long: {length} characters, of at most {limit}. Shorten it."),
    )


@hooks.register("insert_global_admin_js")
def add_narrow_lists_script() -> SafeString:
    return format_html('<script src="{}"></script>', static("backoffice/narrow_lists.js"))


@hooks.register("after_bulk_action")
def update_media_moved_in_bulk(
    request: HttpRequest, action: str, contents: Sequence[Translatable], view: IndexView
) -> None:
    """Wagtail moves pictures and files into a collection without a signal."""
    if action == "add_to_collection":
        update_moved_media(contents)


for event in ("before_edit_page", "before_edit_snippet"):
    hooks.register(event, reject_stale_edit)
    # Before wagtail-localize's, which answers itself where a page is translated.
    hooks.register(event, warn_while_editing, order=-1)
    hooks.register(event, warn_of_used_deletions, order=-1)

for menu in ("construct_page_action_menu", "construct_snippet_action_menu"):
    hooks.register(menu, show_main_action, order=1000)

hooks.register("after_bulk_action", warn_about_unpublished)
# After Wagtail's of the same name, which it replaces.
hooks.register("register_bulk_action", PublishPagesAction, order=1)

for event, ask_about_translations in FOLLOWING.items():
    hooks.register(event, ask_about_translations)


@hooks.register("insert_editor_js")
def add_scripts() -> SafeString:
    scripts = ((static(f"backoffice/{name}.js"),) for name in ("conflicts", "outline"))
    return format_html_join("\n", '<script src="{}"></script>', scripts)


@hooks.register("insert_editor_js")
def add_paste_script() -> SafeString:
    return format_html(
        '<script src="{}" data-tables="{}" data-lines="{}" data-pictures="{}"></script>',
        static("backoffice/paste.js"),
        gettext("Each table that was pasted is a block of its own, below this text."),
        gettext("No table can stand here: its rows were pasted as lines of text."),
        gettext("Pictures are not pasted with the text: upload them, and add them as pictures."),
    )


@hooks.register("register_admin_urls")
def register_alternative_text_urls() -> list[URLPattern]:
    return alternative_text_report.urlpatterns


@hooks.register("register_reports_menu_item")
def add_alternative_text_report_item() -> MenuItem:
    return alternative_text_report.menu_item()
