"""What waits to be sent for translation: what editors ask for, and pages that are new."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from cms.core.users import RequestUser
from cms.translation.jobs.admin_urls import request_address, send_address
from cms.translation.jobs.assignees import display_name, visible_rows
from cms.translation.jobs.models import Progress, Status, TranslationRequest


@dataclass(frozen=True)
class OpenRequest:
    """What somebody asks for, in one language."""

    request: TranslationRequest
    row: Progress

    @property
    def name(self) -> str:
        """Who asks; "" where they have no account any more."""
        return display_name(self.request.requested_by) if self.request.requested_by else ""

    @property
    def send_url(self) -> str:
        return send_address(self.row)

    @property
    def request_url(self) -> str:
        return request_address(self.row)


@dataclass(frozen=True)
class NewPage:
    """A page that was published for the first time, and the languages it is not sent to."""

    title: str
    published_at: datetime
    send_url: str
    languages: list[str] = field(default_factory=list)


def find_open_requests(
    user: RequestUser, since: datetime | None = None, until: datetime | None = None
) -> list[OpenRequest]:
    """Return the open requests of what somebody sees, the oldest first. Two queries more than those
    of their rights."""
    requests = _requests(since, until).select_related("requested_by", "locale")
    rows = visible_rows(user).filter(
        Exists(_requests(since, until).filter(group=OuterRef("group"), locale=OuterRef("locale")))
    )
    found = {(row.group, row.locale_id): row for row in rows.select_related("locale")}
    return [
        OpenRequest(request, found[request.group, request.locale_id])
        for request in requests.order_by("created_at", "pk")
        if (request.group, request.locale_id) in found
    ]


def _requests(since: datetime | None, until: datetime | None) -> QuerySet[TranslationRequest]:
    found = TranslationRequest.objects.all()
    if since:
        found = found.filter(created_at__gt=since)
    return found.filter(created_at__lte=until) if until else found


def find_new_rows(since: datetime, until: datetime | None = None) -> QuerySet[Progress]:
    """Return the rows of public pages that were published for the first time after a moment, in the
    languages to which they are not sent and for which nobody asks."""
    requests = TranslationRequest.objects.filter(group=OuterRef("group"), locale=OuterRef("locale"))
    rows = Progress.objects.filter(
        public=True,
        translation=None,
        state=Status.MISSING,
        page__first_published_at__gt=since,
    ).exclude(Exists(requests))
    return rows.filter(page__first_published_at__lte=until) if until else rows


def find_new_pages(
    user: RequestUser, since: datetime, until: datetime | None = None
) -> list[NewPage]:
    """Return those pages of what somebody sees, the newest first. One query more than those of
    their rights."""
    rows = find_new_rows(since, until).filter(pk__in=visible_rows(user).values("pk"))
    ordered = rows.order_by("-page__first_published_at", "group", "locale")
    return _by_page(ordered.select_related("locale", "page"))


def _by_page(rows: Iterable[Progress]) -> list[NewPage]:
    found: dict[str, NewPage] = {}
    for row in rows:
        if row.page and row.page.first_published_at:
            address = send_address(row).partition("?")[0]
            page = NewPage(row.title, row.page.first_published_at, address)
            found.setdefault(row.group, page).languages.append(row.language)
    return list(found.values())
