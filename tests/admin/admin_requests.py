"""Requests every admin URL as a role, by GET and by POST, and finds in the answers what nobody has
published.

The words are the titles and slugs of drafts and of restricted pages (`Place.secret`,
`Place.veiled`); each stands in one place only.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.messages import get_messages
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from tests.admin.admin_urls import Target
from tests.admin.world import ROLES, Place, World, veiled

WORD = re.compile(r"(?:secret|veiled)-[a-z-]*[a-z]", re.IGNORECASE)
# What the forms ask for before they look at what is sent.
FORM = {
    **{f"{name}-count": "0" for name in ("body", "figures", "sections", "social")},
    "new_parent_page": "1",
    "external-link-chooser-url": "https://example.org/",
    "import_file_name": "none",
}
SNIPPET = {"title": "New", "name": "New", "slug": "new", "footer": "null"}
# A list is asked for as it is, searched in another language for what is hidden, and as a file.
LISTS = ("", "?q=Veiled&locale=en&page_locale=en", "?export=csv")
# What lists nothing.
SINGLE = re.compile(
    r"account|dismissibles|login|logout|password|:(add|create|start_import)$|^/|_link"
)
NEWS = {
    "news", "article", "draft", "submitted", "locked", "scheduled", "unseen article",
    "private article", "late",
}  # fmt: skip


@dataclass
class Answers:
    """What came of requesting an address as one role: a sign for GET and one for POST.

    ✓ it answers, ✗ it refuses; a server error is its status. `told` has the hidden words that the
    role must not see, each with its request.
    """

    signs: str = ""
    told: list[str] = field(default_factory=list)


def hidden_words(world: World) -> dict[str, set[str]]:
    """Return the words that each role must not see."""
    return {
        role: {word for place in world.places.values() for word in words(place, role)}
        for role in ROLES
    }


def request_as(world: World, role: str, target: Target, hidden: set[str]) -> Answers:
    answers = Answers()
    for method in ("get", "post"):
        for number, query in enumerate(queries(target, method)):
            address = target.url() + query
            sign, text = request(world, role, method, address, form_of(target))
            answers.signs += sign if number == 0 or sign not in "✓✗" else ""
            found = {word.lower() for word in WORD.findall(text)} & hidden
            answers.told += [f"{method.upper()} {address}: {word}" for word in sorted(found)]
            if sign == "✗":
                break
    return answers


def queries(target: Target, method: str) -> tuple[str, ...]:
    lists = target.place.name == "-" and not SINGLE.search(target.route)
    return LISTS if lists and method == "get" else ("",)


def form_of(target: Target) -> dict[str, str]:
    return FORM | SNIPPET if target.section.startswith("wagtailsnippets_") else FORM


def request(
    world: World, role: str, method: str, address: str, form: dict[str, str]
) -> tuple[str, str]:
    """Return whether the address answers, and all that it says; the database stays as it was."""
    client = Client(raise_request_exception=False)
    client.cookies.load(world.cookies[role])
    with transaction.atomic():
        answer: Any = client.get(address) if method == "get" else client.post(address, form)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        sign = sign_of(answer)
        transaction.set_rollback(True)
    cache.clear()
    return sign, body.decode(errors="replace") + answer.headers.get("Location", "")


def sign_of(answer: Any) -> str:
    if answer.status_code >= 500:
        return str(answer.status_code)
    if answer.status_code >= 400:
        return "✗"
    if answer.status_code != 302:
        return "✓"
    levels = {message.level_tag for message in get_messages(answer.wsgi_request)}
    login = answer["Location"].startswith(reverse("wagtailadmin_login"))
    return "✗" if login or "error" in levels else "✓"


def words(place: Place, role: str) -> Iterator[str]:
    """The words of a place, in small letters, if the role may not see its drafts, or the file."""
    medium = isinstance(place.it, (AbstractImage, AbstractDocument))
    if medium and role not in ("editor", "administrator"):
        yield place.secret.lower()
    if hasattr(place.it, "translatable_fields") and not sees_drafts(role, place):
        yield place.secret.lower()
        yield veiled(place.name).lower()


def sees_drafts(role: str, place: Place) -> bool:
    """Whether the role works on the page, or in the snippet's language: by the table's columns."""
    language = place.it.locale.language_code
    return {
        "anonymous": False,
        "nobody": False,
        "translator": language == "en",
        "reviewer-en": language == "en",
        "editor": language == "bg",
        "news-editor": place.name in NEWS if isinstance(place.it, Page) else language == "bg",
        "reviewer-bg": language == "bg",
        "coordinator": language == "bg",
        "administrator": True,
    }[role]
