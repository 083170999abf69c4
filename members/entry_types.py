"""The members' entry types, and what each of them takes part in."""

from django.utils.translation import gettext_lazy as _

from cms.api.endpoints import list_endpoints
from cms.content.entry_types import EntryType, Feed, PageList
from members.api import MapView, MemberParameters
from members.models import MemberPage, MembersIndexPage
from members.serializers import list_member_facets, serialize_index, serialize_member

ENTRY_TYPES = (
    EntryType(
        MembersIndexPage,
        serialize_index,
        template="members/members_index.html",
        page_list=PageList("type:member", order="tree", size=100),
    ),
    EntryType(
        MemberPage,
        serialize_member,
        template="members/member.html",
        facets=list_member_facets,
        logo=True,
        # The articles about the member.
        page_list=PageList("member:{group}", feed=Feed(_("News about one member"))),
        endpoints=list_endpoints("members/", "member", MemberParameters, order="tree")
        | {"members.geojson": MapView.as_view()},
    ),
)
