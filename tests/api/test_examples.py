"""The description's examples: each is, to the letter, what the product answers.

A difference means that the answers have changed. When that is meant, record them anew and read
what changed in them:

    python -m pytest tests/api/test_examples.py --renew-examples
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from cms.api import examples
from cms.content.entry_types import TYPES
from cms.store.models import Entry
from tests import described
from tests.content.entries import pages
from tests.picture_addresses import with_fixed_folders

pytestmark = pytest.mark.once

# What is asked for an operation's examples, below /api/v1/. `{news}` is the article's id.
ASKED: dict[str, dict[str, str]] = {
    "root": {"everything": ""},
    "site": {"bulgarian": "site/?locale=bg"},
    "pages": {"newest": "pages/?locale=en&limit=2"},
    "pages_by_id": {kind: f"pages/{{{kind}}}/" for kind in TYPES if TYPES[kind].listed},
    "resolve": {"page": "resolve/?path=/bg/za-nas/"},
    "news": {"english": "news/?locale=en"},
    "news_by_id": {"article": "news/{news}/"},
    "news_categories": {"bulgarian": "news/categories/?locale=bg"},
    "news_categories_by_id": {"category": "news/categories/{news_category}/"},
    "members": {"founders": "members/?founder=true"},
    "members_by_id": {"member": "members/{member}/"},
    "members_geojson": {"everybody": "members.geojson?locale=bg"},
    "search": {"word": "search/?q=копки&locale=bg"},
    "search_suggest": {"beginning": "search/suggest/?q=първ&locale=bg"},
}
# A change's cursor is a number of the installation's; a draft's link is secret; the rest describe
# the API itself.
WITHOUT = {"changes", "preview_by_token", "schema", "docs"}


@pytest.fixture
def site(db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The site of the golden entries, made at a fixed moment with no other test's files about."""
    monkeypatch.setattr(timezone, "now", lambda: pages.DATE)
    settings.STORAGES = dict(settings.STORAGES)
    pages.make()
    yield
    cache.clear()


def test_an_example_is_not_what_the_product_answers(
    client: Client, site: None, pytestconfig: pytest.Config, subtests: pytest.Subtests
) -> None:
    ids = dict(Entry.objects.filter(live=True, locale="bg").values_list("type", "pk"))
    for operation, asked in ASKED.items():
        answers = {name: _ask(client, path.format(**ids)) for name, path in asked.items()}
        text = with_fixed_folders(json.dumps(answers, ensure_ascii=False, indent=1)) + "\n"
        file = examples.FOLDER / f"{operation}.json"
        if pytestconfig.getoption("--renew-examples", default=False):
            file.write_text(text, encoding="utf-8")
        with subtests.test(operation):
            assert text == file.read_text(encoding="utf-8")


def test_an_operation_has_no_example() -> None:
    operations = {each["get"]["operationId"] for each in described.description()["paths"].values()}
    assert set(ASKED) | WITHOUT == operations
    assert {file.stem for file in examples.FOLDER.glob("*.json")} == set(ASKED)


def _ask(client: Client, path: str) -> Any:
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == 200
    return response.json()
