"""Predicates that say what a user may do with a page or snippet in the back office."""

from typing import Any

from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.content.publishable import Translatable
from cms.core.users import RequestUser

ANY = {"add", "change", "publish", "lock", "unlock", "bulk_delete"}
# The right to send for translation, as Django asks for it.
SUBMIT = "wagtail_localize.submit_translation"


def can_work_on(user: RequestUser, content: Translatable) -> bool:
    """Whether the person has any right on the page, or on a page of the snippet's language."""
    policy = policy_registry.get_by_type(Page)
    if isinstance(content, Page):
        return bool(policy.user_has_any_permission_for_instance(user, ANY, content))
    places = list(policy.instances_with_direct_explore_permission(user))
    return any(page.is_root() or page.locale_id == content.locale_id for page in places)


def can_publish(user: RequestUser, content: Translatable) -> bool:
    if isinstance(content, Page):
        return bool(content.permissions_for_user(user).can_publish())
    right = f"{content._meta.app_label}.publish_{content._meta.model_name}"
    return bool(user.has_perm(right)) and can_work_on(user, content)


def is_locked(user: RequestUser, content: Translatable) -> bool:
    """Whether the page is locked for the person, by hand or by its review."""
    return isinstance(content, Page) and bool(content.permissions_for_user(user).page_locked())


def can_send(user: RequestUser, content: Any) -> bool:
    """Return whether the person may send a page or snippet for translation: whoever has that right,
    what they work on, and in any language what anybody may read."""
    if not can_send_public(user):
        return False
    return can_work_on(user, content) or bool(content.is_public())


def can_send_public(user: RequestUser) -> bool:
    """Return whether the person has the right to send for translation, and one on some page.

    The right to send alone is no right on any page.
    """
    policy = policy_registry.get_by_type(Page)
    return bool(user.has_perm(SUBMIT)) and bool(policy.user_has_any_permission(user, ANY))
