"""The API's description, OpenAPI 3.1: read from the views, their parameters and shapes."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent

from cms.api import examples, problems, schemas
from cms.api.fields import FieldsField, MomentField
from cms.content.schemas import Shape
from cms.core.json_types import JSON

ROOT = "/api/v1/"

# What every answer says of itself in its head.
HEADERS = {
    "ETag": "Tells this version of the answer from every other: send it back as `If-None-Match`.",
    "Last-Modified": "When the answer last changed: send it back as `If-Modified-Since`. It is left"
    " out where that is not known, as of what is made of settings alone.",
    "Cache-Control": "How long it may be kept without asking again.",
    "Content-Language": "The language, or languages, of what it holds.",
}
VALIDATORS = ("ETag", "Last-Modified")
CONDITIONS = {
    "If-None-Match": "The `ETag` of an answer that you have: a 304 says that it still holds.",
    "If-Modified-Since": "The `Last-Modified` of an answer that you have, to the same end.",
}
# Of every endpoint: a wrong parameter, a form that there is not, a fault that will pass.
ALWAYS = (HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_ACCEPTABLE, HTTPStatus.SERVICE_UNAVAILABLE)


class FieldNames(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    """Names with commas between them."""

    target_class = FieldsField

    def map_serializer_field(self, auto_schema: AutoSchema, direction: str) -> JSON:
        name = f"({'|'.join(sorted(self.target.known))})"
        return {"type": "string", "pattern": f"^{name}(,{name})*$"}


class DayOrMoment(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    """A day, or a moment."""

    target_class = MomentField
    match_subclasses = True

    def map_serializer_field(self, auto_schema: AutoSchema, direction: str) -> JSON:
        return {"anyOf": [{"type": "string", "format": each} for each in ("date", "date-time")]}


def keep_own_endpoints(endpoints: list[Any]) -> list[Any]:
    """Leave out the views that Wagtail's back office asks."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith(ROOT)]


def declare_tags_and_security(result: JSON, **kwargs: object) -> JSON:
    """Declare each tag, described by its shortest address, and that nothing asks for a key."""
    summaries: dict[str, str] = {}
    for path in sorted(result["paths"], key=len):
        for operation in result["paths"][path].values():
            for tag in operation["tags"]:
                summaries.setdefault(tag, operation["summary"])
    tags = [{"name": name, "description": about} for name, about in sorted(summaries.items())]
    return result | {"security": [], "tags": tags}


class Schema(AutoSchema):
    """Describes a view by its first sentence, its `parameters`, its `shape` and its `problems`."""

    view: Any

    def get_operation_id(self) -> str:
        """Such as `news`, and `news_by_id` for one of them."""
        words = [word.strip("{}") for word in self.path.removeprefix(ROOT).split("/") if word]
        name = "_".join(f"by_{word}" if f"{{{word}}}" in self.path else word for word in words)
        return name.replace(".", "_") or "root"

    def get_summary(self) -> str:
        return str(self.view.about)

    def get_description(self) -> str:  # type: ignore[override]
        return ""

    def get_tags(self) -> list[str]:
        return [self.get_operation_id().partition("_")[0]]

    def get_request_serializer(self) -> None:
        """Nobody sends anything."""

    def _is_list_view(self, serializer: Any = None) -> bool:
        return False

    def get_auth(self) -> list[JSON]:
        return []

    def get_override_parameters(self) -> list[Any]:
        parameters = self.view.parameters
        return [parameters] if parameters().fields else []

    def _get_parameters(self) -> list[JSON]:
        found = super()._get_parameters()
        for parameter in found:
            # A mark for the guesses that we do without.
            parameter["schema"].pop("x-spec-enum-id", None)
            if parameter["in"] == "path":
                parameter["description"] = self.view.variables[parameter["name"]]
        conditions = CONDITIONS if self.view.cached else {}
        return found + [
            {"name": name, "in": "header", "schema": {"type": "string"}, "description": about}
            for name, about in conditions.items()
        ]

    def _get_response_bodies(self, direction: str = "response") -> JSON:
        statuses = [*ALWAYS, *self.view.problems]
        if self.view.throttle_classes:
            statuses.append(HTTPStatus.TOO_MANY_REQUESTS)
        same = {"description": "What you have still holds.", "headers": self._headers()}
        return {
            "200": self._answer(),
            **({"304": same} if self.view.cached else {}),
            **{str(int(status)): self._problem(status) for status in sorted(statuses)},
        }

    def _answer(self) -> JSON:
        content: JSON = {"schema": self._schema(self.view.shape)}
        if found := examples.read_example(self.get_operation_id()):
            content["examples"] = found
        return {
            "description": self.get_summary(),
            "headers": self._headers(),
            "content": {self.view.media_type: content},
        }

    def _headers(self) -> JSON:
        return {
            name: self._component(
                ResolvedComponent.HEADER,
                name,
                {
                    "description": about,
                    "required": name != "Last-Modified",
                    "schema": {"type": "string"},
                },
            )
            for name, about in HEADERS.items()
            if self.view.cached or name not in VALIDATORS
        }

    def _problem(self, status: HTTPStatus) -> JSON:
        meanings = [kind.meaning for kind in problems.KINDS.values() if kind.status == status]
        answer: JSON = {
            "description": " Or: ".join(meanings),
            "content": {problems.MEDIA_TYPE: {"schema": self._schema(schemas.Problem)}},
        }
        if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
            about = "After how many seconds to ask again."
            answer["headers"] = {
                "Retry-After": {"description": about, "schema": {"type": "integer"}}
            }
        name = status.phrase.replace(" ", "")
        return self._component(ResolvedComponent.RESPONSE, name, answer)

    def _schema(self, shape: Shape) -> JSON:
        schema, components = schemas.build_json_schemas(shape)
        for name, component in components.items():
            self._component(ResolvedComponent.SCHEMA, name, component)
        return schema

    def _component(self, kind: str, name: str, schema: Mapping[str, object]) -> JSON:
        """A reference to a component, which is made known; one name stands for one thing."""
        component = ResolvedComponent(name, kind, schema, object=name)  # type: ignore[no-untyped-call]
        self.registry.register_on_missing(component)
        if self.registry[component].schema != schema:
            raise ValueError(f"two different {kind} are called {name!r}")
        reference: JSON = component.ref
        return reference
