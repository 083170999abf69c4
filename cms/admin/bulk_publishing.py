"""Publish many pages at once: those that may not be public are named, and the others are."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from cms.content.translatable import RefusedPublicationError
from cms.core.users import RequestUser
from cms.translation.completeness import explain_refusal, translation_editor_url
from cms.upstream.wagtail_admin import PublishBulkAction

Refusals = list[RefusedPublicationError]


class PublishPagesAction(PublishBulkAction):
    """Wagtail's action, which publishes nothing where one page is refused."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refusals: Refusals = []

    def get_execution_context(self) -> dict[str, object]:
        return super().get_execution_context() | {"refusals": self.refusals}

    @classmethod
    def execute_action(
        cls,
        objects: list[Page],
        include_descendants: bool = False,
        user: RequestUser | None = None,
        refusals: Refusals | None = None,
        **kwargs: object,
    ) -> tuple[int, int]:
        """Publish the pages and, where that is asked for, the drafts below them.

        Return the numbers of both. What is refused is appended to `refusals`; raised if there is
        nothing else, which leads to the page's editor.
        """
        found: Refusals = [] if refusals is None else refusals
        parents = children = 0
        for page in objects:
            parents += _publish(page, user, found)
            for draft in _drafts_below(page, user) if include_descendants else ():
                children += _publish(draft, user, found)
        if len(found) == 1 and not parents + children:
            raise found[0]
        return parents, children

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        for error in self.refusals:
            messages.error(
                self.request,
                explain_refusal(error),
                buttons=[messages.button(translation_editor_url(error.content), _("Edit"))],
            )
        if not num_parent_objects + num_child_objects:
            return None
        text: str = super().get_success_message(num_parent_objects, num_child_objects)
        return text


def _publish(page: Page, user: RequestUser | None, refusals: Refusals) -> bool:
    """Publish a page's newest version; refuse before anything is written."""
    revision = page.get_latest_revision() or page.specific.save_revision(user=user)
    try:
        revision.publish(user=user)
    except RefusedPublicationError as error:
        refusals.append(error)
        return False
    return True


def _drafts_below(page: Page, user: RequestUser | None) -> list[Page]:
    drafts = page.get_descendants().not_live().defer_streamfields().specific()
    return [
        draft for draft in drafts if user is None or draft.permissions_for_user(user).can_publish()
    ]
