"""Moments in the public contract's form."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from cms.core.timestamps import format_moment
from tests import factories

RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 1, 15, 7, tzinfo=UTC), "2026-01-15T09:00:00+02:00"),
        (datetime(2026, 7, 15, 7, tzinfo=UTC), "2026-07-15T10:00:00+03:00"),
        # Sofia was 1:33:16 ahead until 1880, 1:56:56 until 1894.
        (datetime(1878, 3, 3, 12, tzinfo=UTC), "1878-03-03T12:00:00+00:00"),
        (datetime(1890, 3, 3, 12, 0, 5, 999, tzinfo=UTC), "1890-03-03T12:00:05+00:00"),
    ],
)
def test_an_offset_has_no_seconds_whatever_the_year(moment: datetime, text: str) -> None:
    assert format_moment(moment) == text


@pytest.mark.django_db
def test_every_format_says_the_moment_of_an_old_article_right(client: Client) -> None:
    article = factories.article(date=datetime(1878, 3, 3, 12, tzinfo=UTC))
    (item,) = client.get("/api/v1/news/").json()["results"]
    assert RFC_3339.fullmatch(item["published_at"])
    (fed,) = client.get("/bg/novini/feed.json").json()["items"]
    assert RFC_3339.fullmatch(fed["date_published"])
    atom = client.get("/bg/novini/feed.atom").content.decode()
    assert "<published>1878-03-03T12:00:00+00:00</published>" in atom
    assert "Sun, 03 Mar 1878 12:00:00 +0000" in client.get("/bg/novini/feed.rss").content.decode()
    assert "1878" in client.get(article.get_public_path()).content.decode()
