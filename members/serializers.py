"""The public form of the members' list and of a member."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field
from typing_extensions import TypedDict

from cms.content import dependency_keys
from cms.content.blocks import Body, serialize_body
from cms.content.schemas import EmailOrEmpty, GivenUrlOrEmpty, Image
from cms.content.serializers.page_reader import PageReader
from members.kinds import Kind
from members.models import MemberPage, MembersIndexPage


class IndexFields(TypedDict):
    """The members' own page; `members/` lists them."""

    body: Annotated[Body, Field(description="The page itself, block by block.")]


class Coordinates(TypedDict):
    """A place on the map, by WGS 84."""

    latitude: Annotated[float, Field(description="Degrees north.", ge=-90, le=90)]
    longitude: Annotated[float, Field(description="Degrees east.", ge=-180, le=180)]


class MemberFields(TypedDict):
    """A member of the cluster; its title is its short name."""

    legal_name: Annotated[str, Field(description="Its name and legal form in full, or empty.")]
    kind: Annotated[
        str,
        Field(
            description="What kind of member it is.",
            json_schema_extra={"enum": list(Kind.values)},
        ),
    ]
    kind_label: Annotated[
        str, Field(description="The kind's name in the entry's language, or in English.")
    ]
    founder: Annotated[bool, Field(description="Whether it is one of the founders.")]
    municipality: Annotated[str, Field(description="Where it is at home, or empty.")]
    website: Annotated[GivenUrlOrEmpty, Field(description="Its own site's address, or empty.")]
    email: Annotated[EmailOrEmpty, Field(description="An e-mail address, or empty.")]
    telephone: Annotated[str, Field(description="With the country's code, or empty.")]
    address: Annotated[str, Field(description="As on an envelope, in lines, or empty.")]
    coordinates: Annotated[Coordinates | None, Field(description="Its place on the map.")]
    logo: Annotated[Image | None, Field(description="Its logo.")]
    body: Annotated[Body, Field(description="What there is to say of it, block by block.")]


def serialize_index(page: MembersIndexPage, reader: PageReader) -> IndexFields:
    return {"body": serialize_body(page.body, reader)}


def serialize_member(page: MemberPage, reader: PageReader) -> MemberFields:
    return {
        "legal_name": page.legal_name,
        "kind": page.kind,
        "kind_label": str(page.get_kind_display()),
        "founder": page.founder,
        "municipality": page.municipality,
        "website": reader.get_address(None, page.website),
        "email": page.email,
        "telephone": page.telephone,
        "address": page.address,
        "coordinates": serialize_coordinates(page),
        "logo": reader.get_image(page.logo, page.title),
        "body": serialize_body(page.body, reader),
    }


def serialize_coordinates(page: MemberPage) -> Coordinates | None:
    """Return both degrees; None where one is missing."""
    if page.latitude is None or page.longitude is None:
        return None
    return {"latitude": page.latitude, "longitude": page.longitude}


def list_member_facets(member: Mapping[str, Any], groups: Mapping[str, str]) -> list[str]:
    facets = [f"kind:{member['kind']}", f"founder:{str(member['founder']).lower()}"]
    if member["municipality"]:
        facets.append(dependency_keys.text_facet("municipality", member["municipality"]))
    return facets
