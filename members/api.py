"""The members' endpoints: a list in the order of the page tree, and a map."""

import json
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from pydantic import Field
from typing_extensions import TypedDict

from cms.api.filters import FacetField, TextFacetField
from cms.api.lists import ListQueryView, dump_json, get_item_text
from cms.api.parameters import ListParameters, ListQueryParameters
from cms.content.entry_types import TYPES
from cms.content.schemas import Shape, Uuid, combine_shapes
from cms.store import lists
from cms.store.list_query import ListQuery
from members.kinds import Kind

GEOJSON = "application/geo+json"
# More members than a map in one answer is for.
MAX_MEMBERS = 1_000
# The list that those of a kind or a municipality stand in, too.
ALL_MEMBERS = "type:member"


class MemberFilters(ListQueryParameters):
    kind = FacetField("kind", Kind.values, ALL_MEMBERS, help_text="Only members of this kind.")
    municipality = TextFacetField(
        "municipality",
        ALL_MEMBERS,
        help_text="Only members of this municipality, as its name is written.",
    )
    founder = FacetField(
        "founder",
        ["true", "false"],
        ALL_MEMBERS,
        help_text="Only founders, or only those who are none.",
    )


class MemberParameters(MemberFilters, ListParameters):
    """The members, in the order that the editors gave them."""

    types = ("member",)


class Point(TypedDict):
    """A place on the map."""

    type: Annotated[Literal["Point"], Field(description="The kind of geometry.")]
    coordinates: Annotated[
        list[float],
        Field(description="Degrees east, then degrees north.", min_length=2, max_length=2),
    ]


class Feature(TypedDict):
    """A member on the map."""

    type: Annotated[Literal["Feature"], Field(description="The kind of GeoJSON object.")]
    id: Annotated[Uuid, Field(description="The member's id.")]
    geometry: Annotated[Point, Field(description="Where it is.")]


class FeatureCollection(TypedDict):
    """The members that have a place."""

    type: Annotated[Literal["FeatureCollection"], Field(description="The kind of GeoJSON object.")]


class MapView(ListQueryView):
    """The members that have a place, as a GeoJSON FeatureCollection (RFC 7946). Two queries."""

    parameters = MemberFilters
    media_type = GEOJSON
    facet = ALL_MEMBERS
    order = "tree"

    @property
    def shape(self) -> Shape:
        item = TYPES["member"].item
        said: Any = combine_shapes("MemberProperties", item.__doc__, item, without={"coordinates"})
        about = "All else that a list says of it."
        feature: Any = combine_shapes(
            "MemberFeature",
            Feature.__doc__,
            Feature,
            properties=Annotated[said, Field(description=about)],
        )
        features = Annotated[list[feature], Field(description="The members.")]
        whole = FeatureCollection
        return combine_shapes("MemberMap", whole.__doc__, whole, features=features)

    def build_response(
        self, path: str, values: dict[str, Any], selection: ListQuery, head: lists.ListInfo
    ) -> HttpResponse:
        page = lists.read_page(selection, head, limit=MAX_MEMBERS)
        members = [json.loads(get_item_text(entry, selection)) for entry in page.entries]
        features = [_build_feature(member) for member in members if member["coordinates"]]
        body = {"type": "FeatureCollection", "features": features}
        return HttpResponse(dump_json(body), GEOJSON)


def _build_feature(member: dict[str, Any]) -> dict[str, Any]:
    """A member as a feature: all that a list says of it, its place as the geometry."""
    place = member["coordinates"]
    return {
        "type": "Feature",
        "id": member["id"],
        "geometry": {"type": "Point", "coordinates": [place["longitude"], place["latitude"]]},
        "properties": {name: value for name, value in member.items() if name != "coordinates"},
    }
