"""By which title, and with a link to where, a person reads of a page, snippet or redirect."""

from dataclasses import dataclass
from typing import Any

from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page, TranslatableMixin

from cms.content.publishable import Translatable
from cms.core.public_urls import page_url
from cms.core.users import RequestUser
from cms.permissions.rules import can_work_on


@dataclass(frozen=True)
class Name:
    """The title and the address, each "" where the person may not know it."""

    title: str
    address: str


def name_for(user: RequestUser, thing: Any) -> Name:
    """Return what the person may know of it: its editor where they may edit it, or else its public
    page."""
    address = AdminURLFinder(user).get_edit_url(thing)
    if not isinstance(thing, TranslatableMixin):
        return Name(str(thing) if address else "", address or "")
    known = can_work_on(user, thing)
    if known and address:
        return Name(_own_title(thing), address)
    # What is not public is named to those only who could see it.
    if thing.is_public():
        return Name(str(thing), page_url(thing.public_path()))
    return Name(_own_title(thing) if known else "", "")


def _own_title(thing: Translatable) -> str:
    return str(thing.get_admin_display_title() if isinstance(thing, Page) else thing)
