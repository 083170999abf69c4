"""Long lists for tests and measurements: rows of the store, without pages, by thousands."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import connection

from cms.content import dependency_keys
from cms.store.lock import store_lock
from cms.store.models import Entry, ListState
from tests import factories

NEWEST = datetime(2026, 11, 30, 9, tzinfo=UTC)
# An article in two languages in three of four cases.
UNTRANSLATED = "sequence %% 4 = 0"
PATH = "/bg/novini/novina-{}/"

ADD_MEMBERSHIPS = """
    INSERT INTO store_listmembership
        (entry_id, name, locale, published_at, position, title_key, updated_at)
    SELECT id, %s, locale, published_at, '0001', title_key, updated_at
    FROM store_entry WHERE slug LIKE 'novina-%%' AND {}
"""
# Each has a list of its own, of its translations.
ADD_TRANSLATIONS = """
    INSERT INTO store_listmembership
        (entry_id, name, locale, published_at, position, title_key, updated_at)
    SELECT id, 'translations:' || "group", locale, published_at, '0001', title_key, updated_at
    FROM store_entry WHERE slug LIKE 'novina-%'
"""


def load_articles(number: int) -> None:
    """Put so many Bulgarian articles into the store, three of four with a translation.

    Each is a minute older than the one before; titles and updates come in other orders. One of a
    hundred is of the category "rare".
    """
    section, category = factories.news_index(), factories.category(slug="rare")
    # The lists by their names, and which of the articles stand in each.
    lists = {
        "all": "1 = 1",
        "type:news": "1 = 1",
        f"under:{dependency_keys.group(section)}": "1 = 1",
        "year:2026": "sequence / 4 %% 10 < 9",
        f"category:{dependency_keys.group(category)}": "sequence / 4 %% 100 = 0",
    }
    with store_lock() as sequence:
        start = sequence.number + 4 - sequence.number % 4
        rows = [
            row
            for place in range(number)
            for code in ("bg", "en")
            if code == "bg" or place % 4
            for row in [_article(start, place, code)]
        ]
        Entry.objects.bulk_create(rows, batch_size=2_000)
        with connection.cursor() as cursor:
            for name, condition in lists.items():
                cursor.execute(ADD_MEMBERSHIPS.format(condition), [name])
                alone = f"{condition} AND locale = 'bg' AND {UNTRANSLATED}"
                cursor.execute(ADD_MEMBERSHIPS.format(alone), [f"{name} without en"])
            cursor.execute(ADD_TRANSLATIONS)
        sequence.number = start + 8 * number
        sequence.save()
    _count_lists(sequence.number, sequence.moment)


def _article(start: int, place: int, code: str) -> Entry:
    """An article; the remainder of its number by 4 is 0 if and only if it has no translation."""
    number = start + 4 * place + place % 4 + (4 * (10**6) if code == "en" else 0)
    moment = NEWEST - timedelta(minutes=place)
    text = f'{{"id":"{place}","type":"news","translation":{{"state":"source"}},"title":"Новина"}}'
    return Entry(
        id=UUID(int=(place * 2_654_435_761 % 2**32) << 32 | place << 1 | (code == "en")),
        group=f"page:{UUID(int=place)}",
        type="news",
        locale=code,
        slug=f"novina-{place}",
        title_key=f"новина {place * 7_919 % 1_000_003}".encode(),
        path=PATH.format(place) if code == "bg" else f"/en/news/novina-{place}/",
        sequence=number,
        modified_at=moment,
        published_at=moment,
        updated_at=NEWEST - timedelta(minutes=place * 7_919 % 1_000_003),
        full_json=text,
        list_json=text,
        card_json=text,
    )


def _count_lists(number: int, moment: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, locale, COUNT(*) FROM store_listmembership GROUP BY name, locale"
        )
        counts = {(name, locale): count for name, locale, count in cursor.fetchall()}
    for (name, _), count in list(counts.items()):
        counts[name, ""] = counts.get((name, ""), 0) + count
    ListState.objects.all().delete()
    ListState.objects.bulk_create(
        ListState(
            name=name,
            locale=locale,
            count=count,
            sequence=number,
            modified_at=moment,
            updated_at=moment,
        )
        for (name, locale), count in counts.items()
    )
