"""Every URL pattern of the back office, and the objects it is requested with.

A pattern that takes no object is requested as it is; one that takes some, with objects of a
section, of another section and of another language. `FILLINGS` says by which objects a variable
part of an address is filled; a pattern with a part that is not there has to be added.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLResolver, get_resolver, reverse
from wagtail.models import Page
from wagtail_localize.models import OverridableSegment, StringSegment

from cms.previews.models import PreviewLink
from tests.admin.world import Place, World

# Patterns that no request is sent to, and why.
UNASKED = {
    "never reached: others answer at its address": r"^wagtail_localize:(translations_report"
    r"(_results)?|submit_(page|snippet)_translation|(down|up)load_pofile)$",
}

UNASKED_ROUTES = re.compile("|".join(UNASKED.values()))

PAGES = ("unseen article", "unseen member", "en unseen")
# The objects by which patterns are tried: the first expression that fits a route counts.
OBJECTS: dict[str, tuple[str, ...]] = {
    r"^translation_jobs:(send|request)_snippet|snippet.*news_newscategory:|snippets_api": (
        "unseen category",
        "en unseen category",
    ),
    r"pages:(type_use|choose_parent)": ("unseen member",),
    r"snippet.*home_siteprofile:": ("profile", "en profile"),
    r"workflow_(action|preview|history_detail)$|collect_workflow": ("submitted", "en submitted"),
    r"^wagtailadmin_api:documents|^wagtaildocs": ("private document",),
    r"^wagtailadmin_api:images|^wagtailimages": ("image",),
    r"^wagtailadmin_collections": ("collection",),
    r"^wagtailadmin_workflows:(\w*_task|task_\w*)$": ("task",),
    r"^wagtailadmin_workflows:(?!remove)": ("workflow",),
    r"^wagtailredirects": ("redirect",),
    r"^wagtaillocales": ("locale",),
    r"^wagtailsites": ("site",),
    r"^wagtailusers_users": ("user",),
    r"^wagtailusers_groups": ("group",),
    r"^webhooks": ("webhook",),
    r"^mailing": ("subscriber",),
    r"^guides|^wagtailadmin_(tag|password)": ("-",),
    r"^wagtail_localize:(?!convert)|^translation_editor|^exchange:(job|pofile|xliff)": (
        "en article",
        "en draft",
    ),
    r"": PAGES,
}


def pk(place: Place) -> Any:
    return place.it.pk


def revision(place: Place) -> int:
    return int(place.it.latest_revision_id or 0)


def segment(place: Place) -> StringSegment:
    found: StringSegment = StringSegment.objects.filter(source=place.source)[0]
    return found


def overridable(place: Place) -> Any:
    """The segment whose value a translator may replace; a plain text's where there is none."""
    segments = OverridableSegment.objects.filter(source=place.source)
    return segments.first() or segment(place)


def task(place: Place) -> int:
    """The task itself, or the one that a page in review is at."""
    return int((getattr(place.it, "current_workflow_task", None) or place.it).pk)


def link(place: Place) -> Any:
    return PreviewLink.objects.get(revision__in=place.it.revisions.all()).pk


FILLINGS: dict[str, Callable[[Place], Any]] = {
    **dict.fromkeys(
        (
            "pk", "page_id", "parent_page_id", "page_to_move_id", "page_pk", "object_id",
            "collection_id", "redirect_id", "document_id", "doc_id", "image_id",
            "uploaded_file_id",
        ),
        pk,
    ),
    **dict.fromkeys(("revision_id", "revision_id_b"), revision),
    **dict.fromkeys(
        ("content_type_app_name", "app_label", "app_name"),
        lambda place: place.it._meta.app_label if place.it else "taggit",
    ),
    **dict.fromkeys(
        ("content_type_model_name", "model_name"),
        lambda place: place.it._meta.model_name if place.it else "tag",
    ),
    "revision_id_a": lambda place: "earliest",
    "destination_id": lambda place: place.it.get_parent().pk,
    "workflow_pk": lambda place: place.it.get_workflow().pk,
    "task_id": task,
    "action_name": lambda place: "approve",
    "task_state_id": lambda place: place.it.current_workflow_task_state.pk,
    "workflow_state_id": lambda place: place.it.current_workflow_state.pk,
    "session_id": lambda place: 0,
    "filter_spec": lambda place: "original",
    "delivery": lambda place: place.it.deliveries.first().pk,
    "translation_id": lambda place: place.job.pk,
    "translation_source_id": lambda place: place.source.pk,
    "string": lambda place: segment(place).string_id,
    "context": lambda place: segment(place).context_id,
    "string_segment_id": lambda place: segment(place).pk,
    "overridable_segment_id": lambda place: overridable(place).pk,
    "mode": lambda place: "default",
    "link_id": link,
    "name": lambda place: "translator",
    "uidb64": lambda place: "MQ",
    "token": lambda place: "set-password",
}  # fmt: skip

# A bulk action is one pattern for all of them.
BULK = "wagtail_bulk_action"
BULK_ACTIONS = {
    **dict.fromkeys(PAGES, ("delete", "move", "publish", "unpublish")),
    **dict.fromkeys(("unseen category", "en unseen category"), ("delete",)),
    "image": ("add_tags", "add_to_collection", "delete"),
    "private document": ("add_tags", "add_to_collection", "delete"),
    "user": ("assign_role", "delete", "set_active_state"),
}


@dataclass(frozen=True)
class Target:
    """An address to request: the name of its row, and the object that it takes."""

    row: str
    route: str
    place: Place
    kwargs: dict[str, Any]
    address: str = ""

    @property
    def section(self) -> str:
        """The namespace of its route, by which the table is divided."""
        return self.route.partition(":")[0] if ":" in self.route else "wagtailadmin"

    def url(self) -> str:
        path = self.address or reverse(self.route, kwargs=self.kwargs)
        return f"{path}?id={self.place.it.pk}" if self.place.it else path


def targets(world: World, resolver: URLResolver | None = None) -> Iterator[Target]:
    """Yield all that is requested, in the order of the URL patterns."""
    found = [each for each in patterns(resolver) if not UNASKED_ROUTES.search(each[0])]
    names = Counter(route for route, parts in {(route, parts) for route, _, parts in found})
    seen = set()
    for route, address, parts in found:
        if route == BULK:
            yield from bulk_targets(world)
            continue
        row = f"{route}/{len(parts)}" if names[route] > 1 else route
        row = row if route else f"/{address}"
        if row in seen:
            continue  # never reached: the one before it answers at its address
        seen.add(row)
        chooses = parts or route.endswith("chosen_multiple")
        for name in objects(route) if chooses else ("-",):
            place = world.places[name]
            kwargs = {part: FILLINGS[part](place) for part in parts}
            yield Target(f"{row} @ {name}", route, place, kwargs, "" if route else unnamed(address))


def unnamed(address: str) -> str:
    """Return an address that an unnamed pattern answers; the last one answers anything."""
    return "/admin/nothing/" if "*" in address else f"/{address}"


def objects(route: str) -> tuple[str, ...]:
    return next(names for pattern, names in OBJECTS.items() if re.search(pattern, route))


def bulk_targets(world: World) -> Iterator[Target]:
    for name, actions in BULK_ACTIONS.items():
        place = world.places[name]
        model: Any = Page if isinstance(place.it, Page) else type(place.it)
        kwargs = {"app_label": model._meta.app_label, "model_name": model._meta.model_name}
        for action in actions:
            row = f"{BULK}:{action} @ {name}"
            yield Target(row, BULK, place, kwargs | {"action": action})


def patterns(
    resolver: URLResolver | None = None,
    address: str = "",
    namespace: str = "",
    parts: tuple[str, ...] = (),
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield the route's name, the address and the variable parts of all below /admin/."""
    for pattern in (resolver or get_resolver()).url_patterns:
        here = address + str(pattern.pattern)
        variable = (*parts, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from patterns(pattern, here, namespace + inner, variable)
        elif here.startswith("admin/"):
            yield namespace + (pattern.name or ""), here, variable
