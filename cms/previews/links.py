"""Making, finding and ending preview links."""

from typing import Any

from django.utils import timezone
from wagtail.models import Page

from cms.core.public_urls import get_front_end, get_public_url
from cms.core.signing import IdSigner
from cms.core.users import RequestUser
from cms.previews.models import PreviewLink

# The purpose is part of every link that was handed out: it never changes.
SIGNER = IdSigner("cms.previews")


class UnknownLinkError(Exception):
    """No link was ever made with this token."""


class ExpiredLinkError(Exception):
    """The link has expired or was revoked, or its page is gone; `language` is the page's, or ""."""

    def __init__(self, language: str = "") -> None:
        super().__init__()
        self.language = language


def create_link(page: Page, user: Any) -> PreviewLink:
    """Make a link to what the page's newest revision says now. There must be one."""
    revision = page.get_latest_revision()
    return PreviewLink.objects.create(
        revision=revision,
        content=revision.content,
        saved_at=revision.created_at,
        created_by=user,
    )


def open_link(token: str) -> tuple[PreviewLink, Any]:
    """Return the link that a token opens, and the page as the link's revision has it.

    Raises UnknownLinkError or EndedLinkError.
    """
    identity = SIGNER.unsign(token)
    if identity is None:
        raise UnknownLinkError
    link = PreviewLink.objects.filter(pk=identity).select_related("revision").first()
    page = link.page if link else None
    if link is None or page is None:
        raise ExpiredLinkError
    if link.revoked_at or link.expires_at <= timezone.now():
        raise ExpiredLinkError(page.locale.language_code)
    return link, page.with_content_json(link.content)


def revoke_link(link: PreviewLink) -> None:
    """End a link; it stays ended."""
    PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())


def get_link_url(link: PreviewLink) -> str:
    """Return the link's address: on our own site, or on its language's front end.

    A front end is sent to `<FRONTEND_URL>/preview/?token=…` and asks `/api/v1/preview/…/` itself.
    """
    token = SIGNER.sign(link.pk)
    if front := get_front_end(link.page.url_path):
        return f"{front}/preview/?token={token}"
    return get_public_url(f"/preview/{token}/")


def list_open_links(user: RequestUser, page: Page | None = None) -> list[PreviewLink]:
    """Return the open links of a page, or of all pages, that the person may edit; newest first."""
    links = PreviewLink.objects.open().select_related("revision__user", "created_by")
    if page is not None:
        links = links.filter(revision__in=page.revisions.all())
    found = links.prefetch_related("revision__content_object")
    return [link for link in found if link.page and can_share(user, link.page)]


def can_share(user: RequestUser, page: Page) -> bool:
    """Whether the person may show the page's drafts: whoever may edit it."""
    return bool(page.permissions_for_user(user).can_edit())
