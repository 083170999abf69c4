"""An installation that was filled before lists had sort keys answers right once it is upgraded."""

from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from cms.store import consistency
from cms.store.models import ListMembership, ListState
from tests import factories

pytestmark = pytest.mark.django_db

PATHS = (
    "news/?locale=en&fallback=bg",
    "news/?order=title",
    "news/?order=-updated_at",
    "pages/?locale=en&fallback=bg",
    "news/?category=proekti&locale=en&fallback=bg",
)


class Editor:
    """What the migration's steps need of a schema editor, inside the test's transaction.

    The tables have had other names since.
    """

    connection = connection

    def execute(self, sql: str, params: Any = ()) -> None:
        for old, new in (("facet", "listmembership"), ("listing", "liststate")):
            sql = sql.replace(f"store_{old}", f"store_{new}")
        with connection.cursor() as cursor:
            cursor.execute(sql, params)


def rows(model: Any, *columns: str) -> set[tuple[Any, ...]]:
    return {
        tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)
        for row in model.objects.values_list(*columns)
    }


def test_an_upgraded_installation_has_all_memberships(client: Client) -> None:
    migration = import_module("cms.store.migrations.0005_list_sort_keys")
    category = factories.category(title="Проекти", slug="proekti")
    articles = [factories.article(title=f"Новина {n}", categories=[category]) for n in range(3)]
    factories.translate(articles[0], {})
    columns = ("entry", "name", "locale", "published_at", "position", "title_key", "updated_at")
    facets, listings = rows(ListMembership, *columns), rows(ListState, "name", "locale", "count")
    answers = [client.get(f"/api/v1/{path}").json() for path in PATHS]
    # As it was before.
    migration.remove_untranslated_lists(None, Editor())
    ListMembership.objects.update(title_key=b"", updated_at=ListMembership.UNDATED)
    assert list(consistency.find_differences()) != []
    for step in (migration.fill_sort_keys, migration.add_untranslated_lists):
        step(None, Editor())
    assert rows(ListMembership, *columns) == facets
    # A list that has emptied keeps its row; one that nothing was ever in has none.
    assert rows(ListState, "name", "locale", "count") == {row for row in listings if row[2]} | {
        row for row in listings if " without " not in row[0]
    }
    assert [client.get(f"/api/v1/{path}").json() for path in PATHS] == answers
    assert list(consistency.find_differences()) == []
