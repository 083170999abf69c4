"""What is stored or handed out stays the same, whatever the code calls its parts."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from cms.content.serializers.base import OwnContent
from cms.content.serializers.links import AddressStandIn, CardStandIn, HtmlWithStandIns
from cms.store.list_query import ListQuery, RelatedTo

BELOW = RelatedTo("under", "/bg/novini/")
TRANSLATIONS = RelatedTo("translations", "x", all_locales=True)


# As version 0.1.0 wrote them into cursors.
@pytest.mark.parametrize(
    ("query", "fingerprint"),
    [
        (ListQuery(("type:news",)), "9d3b04db959cea53a9f25d0de9bab272"),
        (ListQuery(locale="en", related=(BELOW,)), "1300ade3872240991623ceb1c39c0107"),
        (
            ListQuery(
                related=(BELOW, TRANSLATIONS),
                exclude_related=True,
                updated_after=datetime(2026, 1, 2, tzinfo=UTC),
            ),
            "225a4214929c542a2753019e729ee3de",
        ),
    ],
    ids=["facet", "related", "all fields"],
)
def test_cursors_that_were_handed_out_stay_valid(query: ListQuery, fingerprint: str) -> None:
    assert query.fingerprint().hex() == fingerprint


def test_digest_of_unchanged_content_stays_the_same() -> None:
    """As version 0.1.0 stored it: with another, an upgrade would renumber every entry."""
    data = {
        "title": "Заглавие",
        "card": CardStandIn(("a", "b")),
        "more": [AddressStandIn(("a",), "path", below="feed.rss"), HtmlWithStandIns("<p>x</p>")],
    }
    digest = OwnContent(UUID(int=1), data, []).digest
    assert digest == "9f2ac5125041f1eaaae1602b8da6dd7150386186fb5704c9d029cdac403399d5"
