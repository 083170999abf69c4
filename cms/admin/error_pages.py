"""The error pages of the back office, which lead back to where one was."""

from http import HTTPStatus
from urllib.parse import urlsplit, urlunsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

PREFIX, LOGIN = "/admin/", "/admin/login/"


def previous_screen(request: HttpRequest) -> str:
    """Return the path and query of the screen that led to this request, or "" if none did.

    A form leads to its own address; a link or a reload does not lead back to itself.
    """
    came_from = urlsplit(request.headers.get("Referer", ""))
    path = came_from.path
    if came_from.netloc != request.get_host() or not path.startswith(PREFIX):
        return ""
    address = urlunsplit(("", "", path, came_from.query, ""))
    is_itself = request.method in ("GET", "HEAD") and address == request.get_full_path()
    return "" if is_itself or path == LOGIN else address


def not_found(request: HttpRequest) -> HttpResponse | None:
    """Return the back office's 404 for an address of it, None for others and for strangers."""
    if not (request.path.startswith(PREFIX) and request.user.has_perm("wagtailadmin.access_admin")):
        return None
    return render(request, "wagtailadmin/404.html", status=HTTPStatus.NOT_FOUND)
