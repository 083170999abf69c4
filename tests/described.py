"""Holds the API's answers to its own description, more strictly than a client would.

A client may meet a field that was added later; here an answer has no field that is not described.
And where no `fields` are asked for, an item has all of its own.
"""

import json
import re
from functools import cache
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator

JSON = dict[str, Any]
ROOT = "/api/v1/"
UNNUMBERED = re.compile(r'(W/)?"0[-"]')
# The end of the names of what stands in lists; alone, the name of all of them.
ITEM = "Item"


def description() -> JSON:
    """The API's description, with the languages that the site has at present."""
    return _description(tuple(settings.LANGUAGES), settings.BASE_URL)


@cache
def _description(languages: object, address: str) -> JSON:
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]
    described: JSON = generator.get_schema(public=True)  # type: ignore[no-untyped-call]
    return described


def check(method: str, path: str, query: str, response: Any) -> None:
    """Fail if this is no answer that the description foresees for the request."""
    asked = f"{method} {path}?{query}: {response.status_code}"
    answer = _answer(method, path, response)
    missing = {name for name in answer.get("headers", {}) if name not in response.headers}
    # What is made of nothing in the store, whose number is 0, changed at no moment that is known.
    unknown = {"Last-Modified"} if UNNUMBERED.match(response.headers.get("ETag", "")) else set()
    assert missing == unknown & set(answer.get("headers", {})), f"{asked} without {missing}"
    content = answer.get("content", {})
    media_type = response.headers.get("Content-Type", "").partition(";")[0]
    if method == "HEAD" or not content or media_type == "text/html":
        return
    assert media_type in content, f"{asked} as {media_type}, which is not described"
    picks = "fields" in parse_qs(query) and response.status_code == 200
    schema = content[media_type]["schema"]
    validator = _validator(json.dumps(schema), picks, settings.BASE_URL)
    errors = [
        f"{error.json_path}: {error.message[:500]}"
        for error in validator.iter_errors(json.loads(response.content))
    ]
    assert not errors, f"{asked}: {errors}"


def _answer(method: str, path: str, response: Any) -> JSON:
    """What is described of such an answer.

    A problem may be met anywhere: tests make views fail in ways that they do not by themselves.
    """
    operation = _operation(path)
    if operation and method in ("GET", "HEAD"):
        answers = operation["responses"]
        if str(response.status_code) in answers:
            return _resolved(answers[str(response.status_code)])
    elif response.status_code < 400:
        # What an address accepts, and the pages that explain the problems.
        assert method == "OPTIONS" or path.startswith(f"{ROOT}problems/"), f"{method} {path}"
        return {}
    return _component("responses", "BadRequest")


def _operation(path: str) -> JSON | None:
    """The operation at a path: fixed addresses before those with an id in them."""
    paths = description()["paths"]
    for template in sorted(paths, key=lambda each: each.count("{")):
        pattern = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template))
        if re.fullmatch(pattern, path):
            operation: JSON = paths[template]["get"]
            return operation
    return None


def _component(kind: str, name: str) -> JSON:
    component: JSON = description()["components"][kind][name]
    return component


def _resolved(said: JSON) -> JSON:
    if "$ref" not in said:
        return said
    *_, kind, name = said["$ref"].split("/")
    return _component(kind, name)


@cache
def _validator(schema: str, picks: bool, address: str) -> Draft202012Validator:
    components = _strict(description()["components"]["schemas"])
    if picks:
        components |= _picked(components)
    return Draft202012Validator(
        json.loads(schema) | {"components": {"schemas": components}},
        format_checker=Draft202012Validator.FORMAT_CHECKER,
    )


def _picked(components: JSON) -> JSON:
    """The items of lists with any fields of the whole entries, and none that is required."""
    names = [name for name in components if name.endswith(ITEM) and name != ITEM]
    wholes = {name: components[name.removesuffix(ITEM)] for name in names}
    some = {name: whole | {"required": []} for name, whole in wholes.items()}
    return some | {ITEM: {"anyOf": list(some.values())}}


def _strict(schema: Any) -> Any:
    """The same with nothing that is not described."""
    match schema:
        case {"properties": properties}:
            closed = {name: _strict(value) for name, value in properties.items()}
            return schema | {"properties": closed, "additionalProperties": False}
        case dict():
            return {name: _strict(value) for name, value in schema.items()}
        case list():
            return [_strict(value) for value in schema]
    return schema
