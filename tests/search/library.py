"""Texts to be found: written into the store as the entries of articles, without their pages."""

import json
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.test import Client

from cms.content import dependency_keys
from cms.content.serializers.base import dump_json
from cms.store import writer
from cms.store.lock import store_lock
from cms.store.projection import ProjectedEntry, Projection, project
from tests import factories

SEARCH = "/api/v1/search/"


def shelve(*texts: tuple[str, str], locale: str = "bg") -> list[str]:
    """Put an entry with each title and text into the store; return their ids."""
    index = factories.news_index()
    (model,) = project(dependency_keys.group(index)).entries
    made = [_made(model, uuid4(), title, text, locale) for title, text in texts]
    with store_lock() as sequence:
        writer.write_projections(
            sequence, [Projection(one.fields["group"], [one], frozenset()) for one in made]
        )
        sequence.save()
    return [str(one.id) for one in made]


def _made(
    model: ProjectedEntry, identity: UUID, title: str, text: str, locale: str
) -> ProjectedEntry:
    path = f"/{locale}/{identity}/"
    told = {"id": str(identity), "type": "news", "locale": locale, "title": title, "path": path}
    listed = dump_json(json.loads(model.fields["list_json"]) | told)
    body = {"body": [{"type": "text", "id": str(identity), "value": text}]}
    return replace(
        model,
        facets=frozenset({"all", "type:news"}),
        fields=model.fields
        | {
            "id": identity, "group": f"page:{identity}", "type": "news", "locale": locale,
            "path": path, "list_json": listed, "full_json": dump_json(json.loads(listed) | body),
            "card_json": dump_json(json.loads(model.fields["card_json"]) | told),
        },
    )  # fmt: skip


def search(client: Client, question: str, **parameters: Any) -> dict[str, Any]:
    asked: dict[str, Any] = {"q": question, "limit": 100} | parameters
    response = client.get(SEARCH, asked)
    assert response.status_code == 200, response.content
    return response.json()


def found(client: Client, question: str, **parameters: Any) -> list[str]:
    """The titles of what is found, the best first."""
    return [item["title"] for item in search(client, question, **parameters)["results"]]
