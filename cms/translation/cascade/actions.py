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
from cms.permissions.rules import can_publish, can_work_on, is_locked
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

    `offer_label` is the text beside the box to tick, `done_label` the one before what has followed,
    `permission` the permission that it takes.
    """

    offer_label: Promise
    done_label: Promise
    permission: str

    def affects(self, content: Translatable) -> bool:
        """Whether it would change anything about the thing."""
        return True

    def removed_objects(self, content: Translatable) -> list[Translatable]:
        """Return what is not there, or not public, once it is done."""
        return [content]

    def blocker(self, user: RequestUser, content: Translatable) -> str:
        """Why it is not done to this thing by this person; "" where nothing stands against it."""
        if is_locked(user, content):
            return gettext("It is locked, or in review.")
        if self.is_allowed(user, content):
            return ""
        group_names = ", ".join(_permitted_groups(self.permission, content)) or gettext(
            "an administrator"
        )
        return gettext("Who may do that: %(groups)s.") % {"groups": group_names}

    def is_allowed(self, user: RequestUser, content: Translatable) -> bool:
        raise NotImplementedError

    def perform(self, user: RequestUser, content: Translatable) -> None:
        """Do it, without asking again."""
        raise NotImplementedError


class UnpublishCascade(CascadeAction):
    offer_label = _("Unpublish the translations too")
    done_label = _("Unpublished too")
    permission = "publish"

    def affects(self, content: Translatable) -> bool:
        return bool(content.live)

    def is_allowed(self, user: RequestUser, content: Translatable) -> bool:
        return can_publish(user, content)

    def perform(self, user: RequestUser, content: Translatable) -> None:
        action = UnpublishPageAction if isinstance(content, Page) else UnpublishAction
        action(content, user=user).execute(skip_permission_checks=True)


class DeleteCascade(CascadeAction):
    offer_label = _("Delete the translations too")
    done_label = _("Deleted too")
    permission = "delete"

    def removed_objects(self, content: Translatable) -> list[Translatable]:
        """Return it and the pages below it."""
        return [content, *(content.get_descendants() if isinstance(content, Page) else ())]

    def is_allowed(self, user: RequestUser, content: Translatable) -> bool:
        if isinstance(content, Page):
            return bool(content.permissions_for_user(user).can_delete())
        permission = f"{content._meta.app_label}.delete_{content._meta.model_name}"
        return bool(user.has_perm(permission)) and can_work_on(user, content)

    def perform(self, user: RequestUser, content: Translatable) -> None:
        action = DeletePageAction if isinstance(content, Page) else DeleteAction
        action(content, user=user).execute(skip_permission_checks=True)


class MoveCascade(CascadeAction):
    """To below a page, which in another language is its translation. None: not chosen yet."""

    offer_label = _("Move the translations too")
    done_label = _("Moved too")
    permission = "add"

    def __init__(self, destination: Page | None = None) -> None:
        self.destination = destination

    def removed_objects(self, content: Translatable) -> list[Translatable]:
        return []

    def affects(self, content: Translatable) -> bool:
        page: Page = content
        return self.destination is None or page.get_parent() != self._destination_for(page)

    def blocker(self, user: RequestUser, content: Translatable) -> str:
        page: Page = content
        target = self._destination_for(page)
        if self.destination and target is None:
            text = gettext("“%(title)s” has no page in this language.")
            return text % {"title": self.destination.get_admin_display_title()}
        if target and not is_slug_available(page.slug, target, page=page):
            text = gettext("Below “%(title)s” there is a page with the slug “%(slug)s”.")
            return text % {"title": target.get_admin_display_title(), "slug": page.slug}
        return super().blocker(user, content)

    def is_allowed(self, user: RequestUser, content: Translatable) -> bool:
        page: Page = content
        permissions, target = page.permissions_for_user(user), self._destination_for(page)
        return bool(permissions.can_move_to(target) if target else permissions.can_move())

    def perform(self, user: RequestUser, content: Translatable) -> None:
        action = MovePageAction(
            content, self._destination_for(content), pos="last-child", user=user
        )
        action.execute(skip_permission_checks=True)

    def _destination_for(self, content: Page) -> Page | None:
        target = self.destination and self.destination.get_translation_or_none(content.locale)
        return target.specific if target else None


def _permitted_groups(permission: str, content: Translatable) -> Iterable[str]:
    """The names of the groups that may do it there."""
    if isinstance(content, Page):
        # Pages are deleted where one may add them (cms.content.base_pages).
        codename = "add_page" if permission == "delete" else f"{permission}_page"
        ancestors = content.get_ancestors(inclusive=True)
        permissions = Q(
            page_permissions__page__in=ancestors, page_permissions__permission__codename=codename
        )
    else:
        in_language = Q(page_permissions__page__locale=content.locale) | Q(
            page_permissions__page__depth=1
        )
        permissions = in_language & Q(
            permissions__codename=f"{permission}_{content._meta.model_name}"
        )
    group_names = Group.objects.filter(permissions).distinct()
    return group_names.order_by("name").values_list("name", flat=True)
