"""What is done to a source, and what it takes to do the same to a translation of it."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.content.publishable import Translatable
from cms.core.users import RequestUser
from cms.permissions.rules import can_work_on, is_locked, may_publish
from cms.upstream.wagtail import (
    DeleteAction,
    DeletePageAction,
    MovePageAction,
    UnpublishAction,
    UnpublishPageAction,
    is_slug_available,
)


class CascadeAction:
    """Something that is done to a page or snippet.

    `offer` are the words beside the box to tick, `done` those before what has followed, `right`
    the permission that it takes.
    """

    offer: Promise
    done: Promise
    right: str

    def affects(self, thing: Translatable) -> bool:
        """Whether it would change anything about the thing."""
        return True

    def removed_objects(self, thing: Translatable) -> list[Translatable]:
        """Return what is not there, or not public, once it is done."""
        return [thing]

    def blocker(self, user: RequestUser, thing: Translatable) -> str:
        """Why it is not done to this thing by this person; "" where nothing stands against it."""
        if is_locked(user, thing):
            return gettext("It is locked, or in review.")
        if self.is_allowed(user, thing):
            return ""
        groups = ", ".join(_permitted_groups(self.right, thing)) or gettext("an administrator")
        return gettext("Who may do that: %(groups)s.") % {"groups": groups}

    def is_allowed(self, user: RequestUser, thing: Translatable) -> bool:
        raise NotImplementedError

    def perform(self, user: RequestUser, thing: Translatable) -> None:
        """Do it, without asking again."""
        raise NotImplementedError


class UnpublishCascade(CascadeAction):
    offer = _("Unpublish the translations too")
    done = _("Unpublished too")
    right = "publish"

    def affects(self, thing: Translatable) -> bool:
        return bool(thing.live)

    def is_allowed(self, user: RequestUser, thing: Translatable) -> bool:
        return may_publish(user, thing)

    def perform(self, user: RequestUser, thing: Translatable) -> None:
        action = UnpublishPageAction if isinstance(thing, Page) else UnpublishAction
        action(thing, user=user).execute(skip_permission_checks=True)


class DeleteCascade(CascadeAction):
    offer = _("Delete the translations too")
    done = _("Deleted too")
    right = "delete"

    def removed_objects(self, thing: Translatable) -> list[Translatable]:
        """Return it and the pages below it."""
        return [thing, *(thing.get_descendants() if isinstance(thing, Page) else ())]

    def is_allowed(self, user: RequestUser, thing: Translatable) -> bool:
        if isinstance(thing, Page):
            return bool(thing.permissions_for_user(user).can_delete())
        right = f"{thing._meta.app_label}.delete_{thing._meta.model_name}"
        return bool(user.has_perm(right)) and can_work_on(user, thing)

    def perform(self, user: RequestUser, thing: Translatable) -> None:
        action = DeletePageAction if isinstance(thing, Page) else DeleteAction
        action(thing, user=user).execute(skip_permission_checks=True)


class MoveCascade(CascadeAction):
    """To below a page, which in another language is its translation. None: not chosen yet."""

    offer = _("Move the translations too")
    done = _("Moved too")
    right = "add"

    def __init__(self, destination: Page | None = None) -> None:
        self.destination = destination

    def removed_objects(self, thing: Translatable) -> list[Translatable]:
        return []

    def affects(self, thing: Translatable) -> bool:
        page: Page = thing
        return self.destination is None or page.get_parent() != self._destination_for(page)

    def blocker(self, user: RequestUser, thing: Translatable) -> str:
        page: Page = thing
        place = self._destination_for(page)
        if self.destination and place is None:
            text = gettext("“%(title)s” has no page in this language.")
            return text % {"title": self.destination.get_admin_display_title()}
        if place and not is_slug_available(page.slug, place, page=page):
            text = gettext("Below “%(title)s” there is a page with the slug “%(slug)s”.")
            return text % {"title": place.get_admin_display_title(), "slug": page.slug}
        return super().blocker(user, thing)

    def is_allowed(self, user: RequestUser, thing: Translatable) -> bool:
        page: Page = thing
        rights, place = page.permissions_for_user(user), self._destination_for(page)
        return bool(rights.can_move_to(place) if place else rights.can_move())

    def perform(self, user: RequestUser, thing: Translatable) -> None:
        action = MovePageAction(thing, self._destination_for(thing), pos="last-child", user=user)
        action.execute(skip_permission_checks=True)

    def _destination_for(self, thing: Page) -> Page | None:
        place = self.destination and self.destination.get_translation_or_none(thing.locale)
        return place.specific if place else None


def _permitted_groups(right: str, thing: Translatable) -> Iterable[str]:
    """The names of the groups that may do it there."""
    if isinstance(thing, Page):
        # Pages are deleted where one may add them (cms.content.base_pages).
        codename = "add_page" if right == "delete" else f"{right}_page"
        above = thing.get_ancestors(inclusive=True)
        rights = Q(
            page_permissions__page__in=above, page_permissions__permission__codename=codename
        )
    else:
        here = Q(page_permissions__page__locale=thing.locale) | Q(page_permissions__page__depth=1)
        rights = here & Q(permissions__codename=f"{right}_{thing._meta.model_name}")
    groups = Group.objects.filter(rights).distinct()
    return groups.order_by("name").values_list("name", flat=True)
