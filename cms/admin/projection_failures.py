"""Pages that could not be brought to the site, as the people who may edit them see them.

What is published and cannot be projected stays on the site as it was (`cms.store.flush`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from cms.content import dependency_keys
from cms.content.publishable import Translatable
from cms.store.flush import has_failed, list_failed_groups
from cms.store.projection import load_group


@dataclass(frozen=True)
class FailedPage:
    """A page or snippet, its words for the person, and where it is edited."""

    title: str
    edit_url: str

    @property
    def text(self) -> str:
        return failure_text(self.title)


def failure_text(title: str) -> str:
    """Say that what is published of this title is not on the site."""
    text = _(
        "“%(title)s” could not be shown on the site: visitors do not see its last published"
        " version. It is tried again every minute; if this message stays, tell whoever runs the"
        " site."
    )
    return text % {"title": title}


def failed_pages(user: User | AnonymousUser, since: datetime | None = None) -> Iterator[FailedPage]:
    """Yield the live pages and snippets that failed, and that the person may edit.

    With `since`, only those that failed since then. One query where there are none.
    """
    finder = AdminURLFinder(user)
    for group in list_failed_groups(since):
        for member in load_group(group):
            if member.live and (url := finder.get_edit_url(member)):
                yield FailedPage(_title(member), url)


def warn_after_publishing(request: HttpRequest, since: datetime) -> None:
    """Name what failed since the request began."""
    for page in failed_pages(request.user, since):
        messages.error(request, page.text)


def warn_while_editing(request: HttpRequest, content: Translatable) -> None:
    """Say above a page's or snippet's form that it failed. One query."""
    if request.method == "GET" and content.live and has_failed(dependency_keys.group(content)):
        messages.error(request, failure_text(_title(content)))


class FailuresPanel(Component):
    """Lists on the home screen what failed; it shows nothing when there is nothing."""

    name = "failures"
    template_name = "backoffice/failures.html"
    order = 30

    def get_context_data(
        self, parent_context: Mapping[str, Any] | None = None
    ) -> dict[str, object]:
        return {"pages": list(failed_pages((parent_context or {})["request"].user))}


def _title(content: Translatable) -> str:
    return content.get_admin_display_title() if isinstance(content, Page) else str(content)
