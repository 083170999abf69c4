"""The API's description: valid, whole, and the same as what the API does."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from openapi_spec_validator import validate

from cms.api.urls import VIEWS
from cms.content.blocks import BodyBlock
from cms.content.entry_types import TYPES
from cms.content.schemas import get_schema_name
from tests import described, factories

pytestmark = pytest.mark.once

JSON = dict[str, Any]
ADDRESS = "/api/v1/schema/"


@pytest.fixture
def schemas() -> JSON:
    found: JSON = described.description()["components"]["schemas"]
    return found


def test_what_is_sent_is_no_valid_openapi_3_1(client: Client, db: None) -> None:
    response = client.get(ADDRESS)
    assert response["Content-Type"] == "application/vnd.oai.openapi+json"
    assert response.json()["openapi"].startswith("3.1.")
    validate(response.json())


def test_the_generator_warns_of_something(tmp_path: Any) -> None:
    call_command("spectacular", fail_on_warn=True, validate=True, file=str(tmp_path / "schema"))


def test_an_endpoint_is_not_described() -> None:
    paths = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", f"/api/v1/{path}") for path in VIEWS}
    assert paths | {"/api/v1/"} <= set(described.description()["paths"])


def test_a_field_or_a_parameter_is_not_described(schemas: JSON) -> None:
    silent = [
        f"{name}.{field}"
        for name, schema in schemas.items()
        for field, said in schema.get("properties", {}).items()
        if not _described(said, schemas)
    ]
    silent += [name for name, schema in schemas.items() if not _described(schema, schemas)]
    for path, operations in described.description()["paths"].items():
        operation = operations["get"]
        silent += [path] if not operation["summary"] else []
        silent += [
            f"{path} {parameter['name']}"
            for parameter in operation["parameters"]
            if not parameter.get("description")
        ]
    assert silent == []


def test_a_field_may_hold_anything(schemas: JSON) -> None:
    open_ended = [path for name, schema in schemas.items() for path in _untyped(name, schema)]
    assert open_ended == []


def test_a_kind_of_entry_or_block_is_not_told_by_its_type(schemas: JSON) -> None:
    kinds = [kind.name for kind in TYPES.values() if kind.listed]
    assert _mapping(schemas["Entry"]) == {kind: get_schema_name(kind) for kind in kinds}
    assert _mapping(schemas["Item"]) == {kind: f"{get_schema_name(kind)}Item" for kind in kinds}
    blocks = {name: f"{get_schema_name(name)}Block" for name in BodyBlock().child_blocks}
    assert _mapping(schemas["Block"]) == blocks
    for union in ("Entry", "Item", "Block"):
        for kind, name in _mapping(schemas[union]).items():
            assert schemas[name]["properties"]["type"]["const"] == kind


def test_a_field_of_an_entry_may_be_missing(schemas: JSON) -> None:
    for kind in TYPES.values():
        schema = schemas[get_schema_name(kind.name)]
        assert schema["required"] == list(schema["properties"])


def test_an_items_fields_are_required(schemas: JSON) -> None:
    for kind in TYPES.values():
        if kind.listed:
            schema = schemas[f"{get_schema_name(kind.name)}Item"]
            assert schema["required"] == list(schema["properties"])
    lists = [schema for name, schema in schemas.items() if name.endswith("List")]
    assert lists
    for each in lists:
        assert set(each["properties"]["results"]["items"]) == {"$ref"}


def test_license_security_and_every_tag_are_declared() -> None:
    whole = described.description()
    assert whole["info"]["license"] == {"name": "BSD 3-Clause", "identifier": "BSD-3-Clause"}
    assert whole["security"] == []
    used = {tag for each in whole["paths"].values() for tag in each["get"]["tags"]}
    assert {tag["name"] for tag in whole["tags"]} == used
    assert all(tag["description"] for tag in whole["tags"])


def test_a_parameter_is_described_otherwise_than_it_is_read() -> None:
    parameters = described.description()["paths"]["/api/v1/pages/"]["get"]["parameters"]
    schemas = {parameter["name"]: parameter["schema"] for parameter in parameters}
    assert schemas["limit"] == {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}
    assert schemas["locale"]["enum"] == ["bg", "en"]
    assert schemas["order"]["enum"][0] == "published_at"
    assert {"type": "string", "format": "date-time"} in schemas["updated_after"]["anyOf"]
    assert schemas["fields"]["pattern"].startswith("^(address|")


def test_an_answer_that_is_wrong_passes(client: Client, db: None) -> None:
    """What holds the other tests' answers to the description is not blind itself."""
    factories.article()
    response = client.get("/api/v1/news/")
    right = response.json()
    item = right["results"][0]
    without_slug = {name: value for name, value in item.items() if name != "slug"}
    for wrong in (
        item | {"colour": "red"},
        item | {"title": 1},
        item | {"url": "no address"},
        item | {"type": "member"},
        item | {"body": []},
        without_slug,
    ):
        response.content = json.dumps(right | {"results": [wrong]}).encode()
        with pytest.raises(AssertionError):
            described.check("GET", "/api/v1/news/", "", response)


def test_the_page_for_people_needs_another_server_or_an_unsafe_policy(
    client: Client, db: None
) -> None:
    response = client.get("/api/v1/docs/")
    html = response.content.decode()
    policy = response["Content-Security-Policy"]
    assert "://" not in html
    assert "unsafe" not in policy
    assert "://" not in policy
    assert "<style" not in html
    assert "<script>" not in html


def _described(schema: JSON, schemas: JSON) -> bool:
    """Whether it says what it is, itself or by what it refers to."""
    if "$ref" in schema and "description" not in schema:
        return _described(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    return bool(schema.get("description")) or "discriminator" in schema


def _untyped(path: str, schema: Any) -> Iterator[str]:
    """Where a schema does not say what there may be."""
    if not {"type", "$ref", "anyOf", "oneOf", "const", "enum"} & set(schema):
        yield path
    for name, field in schema.get("properties", {}).items():
        yield from _untyped(f"{path}.{name}", field)
    if schema.get("type") == "array":
        yield from _untyped(f"{path}[]", schema.get("items", {}))
    for each in [*schema.get("anyOf", []), *schema.get("oneOf", [])]:
        yield from _untyped(path, each)


def _mapping(schema: JSON) -> dict[str, str]:
    discriminator = schema["discriminator"]
    assert discriminator["propertyName"] == "type"
    return {kind: ref.rpartition("/")[2] for kind, ref in discriminator["mapping"].items()}
