"""Where the back office leads to the translators' work."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets import Button
from wagtail.models import Locale, Page

from cms.backoffice.guards import works_on
from cms.entry_types import snippet_models
from cms.localized import source_locale_id
from cms.translation.jobs import overview, views
from cms.translation.jobs.account import MailPanel
from cms.translation.jobs.panels import BatchesPanel, OrphansPanel, TasksPanel
from cms.translation.jobs.people import SUBMIT


@hooks.register("register_admin_urls", order=-1)
def answer_where_localize_would() -> list[URLResolver]:
    """Before wagtail-localize's own form and report, which these stand in for: its buttons and its
    item of the menu lead here."""
    urlpatterns = [*views.urlpatterns, *overview.urlpatterns]
    return [path("localize/", include((urlpatterns, "translation_jobs")))]


@hooks.register("construct_homepage_panels")
def show_the_work(request: HttpRequest, panels: list[Component]) -> None:
    panels += [OrphansPanel(), TasksPanel(), BatchesPanel()]


@hooks.register("register_account_settings_panel")
def choose_mail(request: HttpRequest, user: Any, profile: Any) -> MailPanel:
    return MailPanel(request, user, profile)


def _offers(user: Any, thing: Any) -> bool:
    """Whether to lead to the form: wagtail-localize does so itself, until there is something in
    each language."""
    there = thing.get_translations(inclusive=True)
    if isinstance(thing, Page):
        there = there.filter(alias_of=None)
    left = Locale.objects.exclude(pk__in=there.values("locale"))
    return (
        user.has_perm(SUBMIT)
        and works_on(user, thing)
        and source_locale_id(thing) == thing.locale_id
        and not left.exists()
    )


def _button(label: Any, url: str, next_url: str | None, priority: int) -> Button:
    if next_url:
        url += "?" + urlencode({"next": next_url})
    return Button(label, url, icon_name="wagtail-localize-language", priority=priority)


def offer_to_send_a_page(
    page: Page, user: Any, next_url: str | None = None, **kwargs: Any
) -> Iterator[Button]:
    if not page.is_root() and not page.alias_of_id and _offers(user, page):
        url = reverse("translation_jobs:send_page", args=[page.pk])
        yield _button(_("Translate this page"), url, next_url, 60)


for menu in ("register_page_header_buttons", "register_page_listing_more_buttons"):
    hooks.register(menu, offer_to_send_a_page)


@hooks.register("register_snippet_listing_buttons")
def offer_to_send_a_snippet(
    snippet: Any, user: Any, next_url: str | None = None
) -> Iterator[Button]:
    if type(snippet) in snippet_models() and _offers(user, snippet):
        options = snippet._meta
        arguments = [options.app_label, options.model_name, snippet.pk]
        url = reverse("translation_jobs:send_snippet", args=arguments)
        yield _button(_("Translate"), url, next_url, 100)
