"""The members' entry types, and what each of them takes part in."""

from django.utils.translation import gettext_lazy as _

from cms.api.endpoints import list_endpoints
from cms.content.entry_types import EntryType, Feed, ListOf
from members.api import MapView, MemberParameters
from members.models import MemberPage, MembersIndexPage
from members.serializers import index_fields, member_facets, member_fields

ENTRY_TYPES = (
    EntryType(
        MembersIndexPage,
        index_fields,
        template="members/members_index.html",
        page_list=ListOf("type:member", order="tree", size=100),
    ),
    EntryType(
        MemberPage,
        member_fields,
        template="members/member.html",
        facets=member_facets,
        logo=True,
        # The articles about the member.
        page_list=ListOf("member:{group}", feed=Feed(_("News about one member"))),
        endpoints=list_endpoints("members/", "member", MemberParameters, order="tree")
        | {"members.geojson": MapView.as_view()},
    ),
)
