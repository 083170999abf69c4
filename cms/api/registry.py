"""The endpoints that sections register, beside those of all pages."""

from dataclasses import dataclass
from typing import Any

from cms.api.entries import EntryView
from cms.api.lists import ListView
from cms.api.parameters import ListParameters


@dataclass(frozen=True)
class Endpoint:
    """An address below the API's root, and what answers there."""

    path: str
    view: Any


ENDPOINTS: list[Endpoint] = []


def register(path: str, view: Any) -> None:
    """Add an endpoint with a view of its own, such as "members.geojson"."""
    ENDPOINTS.append(Endpoint(path, view))


def register_list(
    path: str, type: str, parameters: type[ListParameters], order: str = "newest"
) -> None:
    """Add a list, such as "news/" of the entries of type "news", and each of them by its id."""
    register(path, ListView.as_view(facet=f"type:{type}", parameters=parameters, order=order))
    register(f"{path}<uuid:id>/", EntryView.as_view(only=type))
