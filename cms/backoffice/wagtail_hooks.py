"""Where the back office is changed: the home screen, the menu and the page editor's slugs."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from cms.backoffice.panels import OnItsWayPanel, WherePanel
from cms.slugs import rules


@hooks.register("construct_homepage_panels")
def show_where_things_are(request: HttpRequest, panels: list[Component]) -> None:
    panels += [OnItsWayPanel(), WherePanel()]


@hooks.register("construct_settings_menu")
def hide_sites(request: HttpRequest, items: list[MenuItem]) -> None:
    """Take “Sites” out of the menu: the site's address is the setting BASE_URL and nothing else."""
    items[:] = [item for item in items if item.name != "sites"]


@hooks.register("insert_editor_js")
def make_slugs_as_the_server_does() -> SafeString:
    script = format_html('<script src="{}"></script>', static("backoffice/slugs.js"))
    return json_script(rules(), "slug-rules") + script
