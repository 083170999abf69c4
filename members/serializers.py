"""The public form of the members' list and of a member."""

from collections.abc import Mapping

from cms import keys
from cms.blocks import JSON, public_body
from cms.entry_types import EntryType, ListOf, register
from cms.serializers.reading import Reading
from members.models import MemberPage, MembersIndexPage


def index_fields(page: MembersIndexPage, reading: Reading) -> JSON:
    return {"body": public_body(page.body, reading)}


def member_fields(page: MemberPage, reading: Reading) -> JSON:
    return {
        "legal_name": page.legal_name,
        "kind": page.kind,
        "kind_label": str(page.get_kind_display()),
        "founder": page.founder,
        "municipality": page.municipality,
        "website": page.website,
        "email": page.email,
        "telephone": page.telephone,
        "address": page.address,
        "coordinates": page.public_coordinates(),
        "logo": reading.image(page.logo, page.title),
        "body": public_body(page.body, reading),
    }


def member_facets(member: JSON, groups: Mapping[str, str]) -> list[str]:
    facets = [f"kind:{member['kind']}", f"founder:{str(member['founder']).lower()}"]
    if member["municipality"]:
        facets.append(keys.facet("municipality", member["municipality"]))
    return facets


def register_types() -> None:
    register(
        EntryType(
            "members_index",
            MembersIndexPage,
            index_fields,
            template="members/members_index.html",
            heads=ListOf("type:member", order="tree", size=100),
        )
    )
    register(
        EntryType(
            "member",
            MemberPage,
            member_fields,
            template="members/member.html",
            facets=member_facets,
            heads=ListOf("member:{group}"),
        )
    )
