"""Which pages and snippets a person may see in the back office, and by which title.

Whoever has a right on a page, or on a page above it, sees it with its drafts; on snippets, whoever
has one on a page of their language. Anybody else learns of it what the public reads: its public
title, if it is public at all. Wagtail shows the titles of drafts to everybody in its choosers, in
some reports, and wherever a page is named by its number.
"""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext
from wagtail.models import (
    DraftStateMixin,
    Locale,
    Page,
    PageViewRestriction,
    TranslatableMixin,
)
from wagtail.permissions import policy_registry

from cms.core.users import RequestUser

EDITING = {"change", "publish"}


def filter_editable(user: RequestUser, model: Any = Page) -> QuerySet[Any]:
    """Return the pages, or the snippets of a model, that somebody may change."""
    policy = policy_registry.get_by_type(model)
    own: QuerySet[Any] = policy.instances_user_has_any_permission_for(user, EDITING)
    return own


class UserVisibility:
    """A person who reads in the back office. It asks the database when it has to, once."""

    def __init__(self, user: RequestUser) -> None:
        self.user = user

    @cached_property
    def own_trees(self) -> tuple[str, ...]:
        """The paths of the pages on which the person has a right; it holds for all below them."""
        pages = policy_registry.get_by_type(Page).instances_with_direct_explore_permission(
            self.user
        )
        return tuple(page.path for page in pages)

    @cached_property
    def private_trees(self) -> tuple[str, ...]:
        return list_private_trees()

    @cached_property
    def languages(self) -> set[int]:
        """The locales in which the person has a right on a page; all, with one on the root."""
        if any(len(tree) == Page.steplen for tree in self.own_trees):
            return set(Locale.objects.values_list("pk", flat=True))
        locales = Page.objects.filter(_is_below(self.own_trees), depth__gt=1)
        return set(locales.values_list("locale", flat=True).distinct())

    @cached_property
    def path_to_own_trees(self) -> set[str]:
        """The paths of the pages above those trees, through which Wagtail leads to them."""
        steps = Page.steplen
        return {tree[:end] for tree in self.own_trees for end in range(steps, len(tree), steps)}

    def can_see_drafts_of(self, page: Page) -> bool:
        return page.path.startswith(self.own_trees)

    def get_title(self, page: Page) -> str:
        """The newest draft's title, or else the public one; of what is not public no title."""
        if self.can_see_drafts_of(page):
            return str(page.draft_title or page.title)
        if page.live and not page.path.startswith(self.private_trees):
            return str(page.title)
        return gettext("A page that is not public")

    def can_see(self, page: Page) -> bool:
        """Whether the page is among those that the page tree shows the person."""
        return self.can_see_drafts_of(page) or page.path in self.path_to_own_trees

    def filter_choosable(self, pages: QuerySet[Page]) -> QuerySet[Page]:
        """Those that are public, or that the page tree shows the person."""
        public = Q(live=True) & ~_is_below(self.private_trees)
        return pages.filter(public | _is_below(self.own_trees) | Q(path__in=self.path_to_own_trees))

    def filter_visible_snippets(self, snippets: QuerySet[Any]) -> QuerySet[Any]:
        """Those that are public, or of the person's own languages."""
        return snippets.filter(Q(live=True) | Q(locale__in=self.languages))

    # The objects that a search for the person may show, with their drafts and as published

    def filter_with_drafts(self, model: type[Model]) -> Q | None:
        if issubclass(model, Page):
            everything = any(len(tree) == Page.steplen for tree in self.own_trees)
            return None if everything else _is_below(self.own_trees)
        has_drafts = issubclass(model, DraftStateMixin) and issubclass(model, TranslatableMixin)
        return Q(locale__in=self.languages) if has_drafts else None

    def filter_published(self, model: type[Model]) -> Q:
        live = Q(live=True)
        return live & ~_is_below(self.private_trees) if issubclass(model, Page) else live


def list_private_trees() -> tuple[str, ...]:
    """Return the paths of the pages that only some may read, each with all below it.

    An alias has the restrictions of its source, and so has all below the alias.
    """
    found = set(PageViewRestriction.objects.values_list("page__path", flat=True))
    new = found
    while new:
        aliases = Page.objects.filter(_is_below(new, "alias_of__path"))
        new = set(aliases.values_list("path", flat=True)) - found
        found |= new
    return tuple(found)


def _is_below(trees: Iterable[str], field: str = "path") -> Q:
    """The condition that a page is one of those at these paths, or below one."""
    condition = Q(pk__in=[])
    for path in trees:
        condition |= Q(**{f"{field}__startswith": path})
    return condition
