"""Predicates that say what a user may do with a page or snippet in the back office."""

from typing import Any

from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.content.publishable import Translatable
from cms.core.users import RequestUser

ANY = {"add", "change", "publish", "lock", "unlock", "bulk_delete"}
# The right to send for translation, as Django asks for it.
SUBMIT = "wagtail_localize.submit_translation"


def can_work_on(user: RequestUser, thing: Translatable) -> bool:
    """Whether the person has any right on the page, or on a page of the snippet's language."""
    policy = policy_registry.get_by_type(Page)
    if isinstance(thing, Page):
        return bool(policy.user_has_any_permission_for_instance(user, ANY, thing))
    places = list(policy.instances_with_direct_explore_permission(user))
    return any(page.is_root() or page.locale_id == thing.locale_id for page in places)


def may_publish(user: RequestUser, thing: Translatable) -> bool:
    if isinstance(thing, Page):
        return bool(thing.permissions_for_user(user).can_publish())
    right = f"{thing._meta.app_label}.publish_{thing._meta.model_name}"
    return bool(user.has_perm(right)) and can_work_on(user, thing)


def is_locked(user: RequestUser, thing: Translatable) -> bool:
    """Whether the page is locked for the person, by hand or by its review."""
    return isinstance(thing, Page) and bool(thing.permissions_for_user(user).page_locked())


def may_send(user: RequestUser, thing: Any) -> bool:
    """Return whether the person may send a page or snippet for translation: whoever has that right,
    what they work on, and in any language what anybody may read."""
    if not may_send_public(user):
        return False
    return can_work_on(user, thing) or bool(thing.is_public())


def may_send_public(user: RequestUser) -> bool:
    """Return whether the person has the right to send for translation, and one on some page.

    The right to send alone is no right on any page.
    """
    policy = policy_registry.get_by_type(Page)
    return bool(user.has_perm(SUBMIT)) and bool(policy.user_has_any_permission(user, ANY))
