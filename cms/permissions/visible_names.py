"""By which title, and with a link to where, a person reads of a page, snippet or redirect."""

from dataclasses import dataclass
from typing import Any

from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page, TranslatableMixin

from cms.content.publishable import Translatable
from cms.core.public_urls import get_page_url
from cms.core.users import RequestUser
from cms.permissions.rules import can_work_on


@dataclass(frozen=True)
class VisibleName:
    """The title and the address, each "" where the person may not know it."""

    title: str
    address: str


def get_visible_name(user: RequestUser, content: Any) -> VisibleName:
    """Return what the person may know of it: its editor where they may edit it, or else its public
    page."""
    address = AdminURLFinder(user).get_edit_url(content)
    if not isinstance(content, TranslatableMixin):
        return VisibleName(str(content) if address else "", address or "")
    known = can_work_on(user, content)
    if known and address:
        return VisibleName(_get_own_title(content), address)
    # What is not public is named to those only who could see it.
    if content.is_public():
        return VisibleName(str(content), get_page_url(content.get_public_path()))
    return VisibleName(_get_own_title(content) if known else "", "")


def _get_own_title(content: Translatable) -> str:
    return str(content.get_admin_display_title() if isinstance(content, Page) else content)
