"""The home screen's own panels: where everything is, and what is still on its way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.content.entry_types import list_snippet_models
from cms.core.public_urls import get_page_url
from cms.store.flush import count_deferred

# What makes somebody one who writes a type of snippet.
WRITE_ACTIONS = {"add", "change"}


@dataclass(frozen=True)
class Link:
    """A type of page by its name and the address of the empty form for a new one; or a type of
    snippet, and the address of the list."""

    name: str
    url: str


@dataclass(frozen=True)
class Section:
    """A page of the site's navigation, and what this user may add below it."""

    page: Page
    additions: list[Link]


@dataclass(frozen=True)
class Language:
    """A language's home page, its sections and snippets, and its address where it is public."""

    home: Page
    address: str | None
    may_edit: bool
    snippets: list[Link]
    sections: list[Section] = field(default_factory=list)


class SiteMapPanel(Component):
    """Lists the sections of the languages the user works in, in plain words."""

    name = "where"
    template_name = "backoffice/where.html"
    order = 50

    def get_context_data(
        self, parent_context: Mapping[str, Any] | None = None
    ) -> dict[str, object]:
        user = (parent_context or {})["request"].user
        return {
            "languages": find_languages(user),
            "may_submit": user.has_perm("wagtail_localize.submit_translation"),
        }


class BackgroundWorkPanel(Component):
    """Says how many pages a wide change has left for the background, and goes on saying it.

    It shows nothing when none is left.
    """

    name = "on_its_way"
    template_name = "backoffice/on_its_way.html"
    order = 40

    def get_context_data(
        self, parent_context: Mapping[str, object] | None = None
    ) -> dict[str, object]:
        left = count_deferred()
        return {"text": background_notice(left) if left else ""}


def background_notice(number: int) -> str:
    """Say that so many pages are left for the background."""
    text = ngettext(
        "A wide change is on its way to the site: %(number)s page is still to follow.",
        "A wide change is on its way to the site: %(number)s pages are still to follow.",
        number,
    )
    return text % {"number": number}


def find_languages(user: User) -> list[Language]:
    """Return the languages whose pages the user may explore, in the order of the page tree."""
    explorable = policy_registry.get_by_type(Page).explorable_instances(user)
    pages = explorable.filter(depth__in=(2, 3)).select_related("locale", "content_type")
    languages: list[Language] = []
    for page in pages.order_by("path"):
        if page.depth == 2:
            languages.append(_build_language(page, user))
        elif page.show_in_menus and languages:
            languages[-1].sections.append(Section(page, _addition_links(page, user)))
    return languages


def _build_language(home: Page, user: User) -> Language:
    return Language(
        home=home,
        address=get_page_url(home.url_path) if home.live else None,
        may_edit=home.permissions_for_user(user).can_edit(),
        snippets=[
            _snippet_list_link(model, home)
            for model in list_snippet_models()
            if policy_registry.get_by_type(model).user_has_any_permission(user, WRITE_ACTIONS)
        ],
    )


def _snippet_list_link(model: Any, home: Page) -> Link:
    url = reverse(model.snippet_viewset.get_url_name("list"))
    name = capfirst(model._meta.verbose_name_plural)
    return Link(name=name, url=f"{url}?locale={home.locale.language_code}")


def _addition_links(page: Page, user: User) -> list[Link]:
    if not page.permissions_for_user(user).can_add_subpage():
        return []
    models = page.specific_class.creatable_subpage_models()
    return [_addition_link(page, model) for model in models if model.can_create_at(page)]


def _addition_link(parent: Page, model: type[Page]) -> Link:
    options = model._meta
    url = reverse("wagtailadmin_pages:add", args=[options.app_label, options.model_name, parent.pk])
    return Link(name=model.get_verbose_name(), url=url)
