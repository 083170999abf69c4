"""Normalise the text of what editors send before forms check it and compare it with what is kept.

It is composed (Unicode NFC): models compose what they save, but by then a form has already taken a
category in decomposed letters for another than the one that is there. Unseen characters at its ends
are pasted by accident; a field that holds nothing else is empty.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

from cms.core.invisible_characters import strip_unseen
from cms.core.nfc import compose_text

PREFIX = "/admin/"
# How each is typed is part of what is typed.
EXEMPT = ("password", "username", "csrfmiddlewaretoken")


class TextInputMiddleware:
    """Normalise queries, forms and names of uploaded files of whoever is logged in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: list[object],
        kwargs: dict[str, object],
    ) -> None:
        if not request.path.startswith(PREFIX) or not request.user.is_authenticated:
            return
        request.GET = _normalized(request.GET)
        if request.method == "POST":
            request.POST = _normalized(request.POST)
            for _, files in request.FILES.lists():
                for file in files:
                    file.name = compose_text(file.name or "")


def _normalized(query: QueryDict) -> Any:
    if all(value.isascii() for _, values in query.lists() for value in values):
        return query
    normalized = query.copy()
    for name, values in query.lists():
        if not any(word in name for word in EXEMPT):
            normalized.setlist(name, [_normalized_value(value) for value in values])
    normalized._mutable = False
    return normalized


def _normalized_value(value: str) -> str:
    """Leave the rich-text editor's JSON as it is: it counts its links and bold words by letters.

    The HTML that is made of it is composed where it is saved.
    """
    return value if value.startswith("{") else compose_text(strip_unseen(value))
