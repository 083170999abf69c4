"""What is chosen at the segments of a page: other pages, pictures and files.

wagtail-localize's script asks the admin's APIs for each, which are closed, and it dies of any other
answer. So it is given what it would ask for, by the address that it would ask: of what the page
itself names, and of nothing else.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.core.json_types import JSON
from cms.core.users import RequestUser
from cms.permissions.visibility import UserVisibility
from cms.translation.editor.media import Kind, Reference, absent_medium, load_media

# The script's names of what a segment is chosen with.
PAGE_CHOOSER = "page_chooser"
LIBRARY_CHOOSERS: dict[str, Kind] = {"image_chooser": "image", "document_chooser": "document"}
EDIT_URL_NAMES = {"image": "wagtailimages:edit", "document": "wagtaildocs:edit"}

ChooserResponses = dict[str, dict[str, object]]


def chooser_for(model: type[Model]) -> str:
    """Return the chooser that the script has for a model; "" where it has none of these."""
    if issubclass(model, Page):
        return PAGE_CHOOSER
    kinds = {get_image_model(): "image_chooser", get_document_model(): "document_chooser"}
    return kinds.get(model, "")


def unknown_choice() -> dict[str, object]:
    """Return what the script is answered of anything else, so that it does not die of it."""
    medium = absent_medium("image")
    return {"id": 0, "title": medium.title, "thumbnail": medium.thumbnail}


def find_choices(props: JSON) -> Iterator[tuple[str, str | int]]:
    """Yield the chooser and the number of all that is chosen, as the script is told of it."""
    choosers = {
        segment["id"]: (segment["location"]["widget"]["type"], segment["value"])
        for segment in props["segments"]
        if segment["type"] == "synchronised_value"
    }
    yield from choosers.values()
    for override in props["initialOverrides"]:
        if override["segment_id"] in choosers:
            yield choosers[override["segment_id"]][0], override["data"]


def load_choices(
    choices: Iterable[tuple[str, str | int]], request: HttpRequest
) -> ChooserResponses:
    """Return what the script is answered, by address. A fixed number of queries.

    `locked` is the address of the editor of what the reader may not change.
    """
    numbers: dict[str, list[int]] = defaultdict(list)
    for chooser, number in choices:
        if number and (chooser == PAGE_CHOOSER or chooser in LIBRARY_CHOOSERS):
            numbers[chooser].append(int(number))
    responses = _page_responses(numbers.pop(PAGE_CHOOSER, []), request)
    for chooser, chosen in numbers.items():
        responses |= _library_responses(LIBRARY_CHOOSERS[chooser], chosen, request)
    return responses


def _library_responses(kind: Kind, numbers: list[int], request: HttpRequest) -> ChooserResponses:
    media = load_media([Reference(kind, number) for number in numbers], request)
    model = get_image_model() if kind == "image" else get_document_model()
    editable = _editable_numbers(request.user, model, numbers)
    responses = {}
    for reference, medium in media.items():
        number = reference.number
        address = reverse(f"wagtailadmin_api:{kind}s:detail", args=[number])
        responses[address] = {
            "id": number,
            "title": medium.title,
            "thumbnail": medium.thumbnail,
            "locked": "" if number in editable else reverse(EDIT_URL_NAMES[kind], args=[number]),
        }
    return responses


def _page_responses(numbers: list[int], request: HttpRequest) -> ChooserResponses:
    reader = UserVisibility(request.user)
    pages = Page.objects.in_bulk(numbers)
    editable = _editable_numbers(request.user, Page, numbers)
    responses = {}
    for number in numbers:
        page = pages.get(number)
        edit_url = reverse("wagtailadmin_pages:edit", args=[number])
        responses[reverse("wagtailadmin_api:pages:detail", args=[number])] = {
            "id": number,
            "title": reader.get_title(page) if page else _("A page that was deleted"),
            "locked": "" if number in editable else edit_url,
        }
    return responses


def _editable_numbers(user: RequestUser, model: type[Model], numbers: list[int]) -> set[int]:
    """Return the numbers of those that somebody may change."""
    editable = policy_registry.get_by_type(model).instances_user_has_permission_for(user, "change")
    return set(editable.filter(pk__in=numbers).values_list("pk", flat=True))
