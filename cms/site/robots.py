"""What machines that visit are told first: robots.txt, and whom to tell of a security fault."""

import json
from datetime import UTC, timedelta
from hashlib import sha256

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from cms.core.public_urls import get_public_url
from cms.http.methods import read_only
from cms.site import sitemaps
from cms.store import entry_queries
from cms.store.http_cache import conditional_response

MEDIA_TYPE = "text/plain; charset=utf-8"
# RFC 9116 wants less than a year.
EXPIRES_IN = timedelta(days=180)

# The back office, and drafts that somebody was given a link to.
CLOSED = ("/admin/", "/api/v1/preview/", "/preview/")


@read_only
def show_robots(request: HttpRequest) -> HttpResponseBase:
    """Tell crawlers where not to go, and the sitemaps that there are. Two queries.

    It names nothing private: who reads it may be anybody.
    """
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), ""]
    lines += [f"Sitemap: {get_public_url(path)}" for path in sitemaps.list_existing()]
    return _render_plain(request, lines)


@read_only
def show_security_txt(request: HttpRequest) -> HttpResponseBase:
    """RFC 9116. Without a contact in the settings it is the site's own; without that, a 404."""
    contacts = settings.SECURITY_CONTACT or _get_site_contact()
    if not contacts:
        raise Http404
    midnight = timezone.now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [f"Contact: {_build_uri(contact)}" for contact in contacts]
    lines += [
        f"Expires: {midnight + EXPIRES_IN:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(code for code, _ in settings.LANGUAGES)}",
        f"Canonical: {get_public_url('/.well-known/security.txt')}",
    ]
    return _render_plain(request, lines)


def _get_site_contact() -> list[str]:
    """The e-mail address of the site, in the site's own language. One query."""
    site_frame = entry_queries.get_site_frame(settings.LANGUAGE_CODE)
    email = (
        json.loads(site_frame.full_json)["contact"]["email"]
        if site_frame and site_frame.live
        else ""
    )
    return [email] if email else []


def _build_uri(contact: str) -> str:
    """A contact as an address that a program can follow."""
    plain = "".join(contact.split())
    return f"mailto:{plain}" if "@" in plain and ":" not in plain else plain


def _render_plain(request: HttpRequest, lines: list[str]) -> HttpResponseBase:
    """So short that its tag is made of the whole of it."""
    text = "".join(f"{line}\n" for line in lines)
    return conditional_response(
        request,
        entry_queries.NO_VERSION,
        lambda: HttpResponse(text, MEDIA_TYPE),
        variant=sha256(text.encode()).hexdigest()[:8],
    )
