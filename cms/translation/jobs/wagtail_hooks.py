"""Where the back office leads to the translators' work."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets import Button
from wagtail.models import Page

from cms.content.entry_types import list_snippet_models
from cms.content.locales import query_locales_in_use
from cms.content.publishable import Translatable
from cms.content.translatable import get_source_locale_id
from cms.core.users import RequestUser
from cms.permissions.rules import can_send
from cms.translation.jobs import report, side_panel, views
from cms.translation.jobs.home_panels import OrphansPanel, SubmissionsPanel, TasksPanel, UnsentPanel
from cms.translation.jobs.notification_preferences import MailPanel
from cms.upstream.wagtail import UserProfile

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@hooks.register("register_admin_urls", order=-1)
def register_job_urls() -> list[URLResolver]:
    """Before wagtail-localize's own form and report, which these stand in for: its buttons and its
    item of the menu lead here."""
    urlpatterns = [*views.urlpatterns, *side_panel.urlpatterns, *report.urlpatterns]
    return [path("localize/", include((urlpatterns, "translation_jobs")))]


@hooks.register("insert_global_admin_css")
def add_language_styles() -> SafeString:
    sheet = static("translation_jobs/languages.css")
    return format_html('<link rel="stylesheet" href="{}">', sheet)


@hooks.register("insert_editor_js")
def add_request_script() -> SafeString:
    return format_html('<script src="{}"></script>', static("translation_jobs/languages.js"))


@hooks.register("construct_homepage_panels")
def add_home_panels(request: HttpRequest, panels: list[Component]) -> None:
    panels += [OrphansPanel(), UnsentPanel(), TasksPanel(), SubmissionsPanel()]


@hooks.register("register_account_settings_panel")
def add_notification_panel(
    request: HttpRequest, user: RequestUser, profile: UserProfile
) -> MailPanel:
    return MailPanel(request, user, profile)


def _shows_button(user: RequestUser, content: Translatable) -> bool:
    """Whether to lead to the form: wagtail-localize does so itself, until there is something in
    each language."""
    translations = content.get_translations(inclusive=True)
    if isinstance(content, Page):
        translations = translations.filter(alias_of=None)
    left = query_locales_in_use().exclude(pk__in=translations.values("locale"))
    return (
        can_send(user, content)
        and get_source_locale_id(content) == content.locale_id
        and not left.exists()
    )


def _build_button(
    label: "StrPromise | str", url: str, next_url: str | None, priority: int
) -> Button:
    if next_url:
        url += "?" + urlencode({"next": next_url})
    return Button(label, url, icon_name="wagtail-localize-language", priority=priority)


def add_page_button(
    page: Page, user: RequestUser, next_url: str | None = None, **kwargs: object
) -> Iterator[Button]:
    if not page.is_root() and not page.alias_of_id and _shows_button(user, page):
        url = reverse("translation_jobs:send_page", args=[page.pk])
        yield _build_button(_("Translate this page"), url, next_url, 60)


for menu in ("register_page_header_buttons", "register_page_listing_more_buttons"):
    hooks.register(menu, add_page_button)


@hooks.register("register_snippet_listing_buttons")
def add_snippet_button(
    snippet: Translatable, user: RequestUser, next_url: str | None = None
) -> Iterator[Button]:
    if snippet._meta.model in list_snippet_models() and _shows_button(user, snippet):
        options = snippet._meta
        arguments = [options.app_label, options.model_name, snippet.pk]
        url = reverse("translation_jobs:send_snippet", args=arguments)
        yield _build_button(_("Translate"), url, next_url, 100)
