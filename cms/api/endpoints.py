"""Endpoints that sections declare for their entry types, beside those of all pages."""

from cms.api.entries import EntryView
from cms.api.lists import ListView
from cms.api.parameters import ListParameters
from cms.content.entry_types import View


def list_endpoints(
    path: str, entry_type: str, parameters: type[ListParameters], order: str = "newest"
) -> dict[str, View]:
    """Return a list, such as `news/` of the entries of type "news", and each of them by its id."""
    facet = f"type:{entry_type}"
    return {
        path: ListView.as_view(facet=facet, parameters=parameters, order=order),
        f"{path}<uuid:id>/": EntryView.as_view(only=entry_type),
    }
