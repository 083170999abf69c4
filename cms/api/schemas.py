"""The shapes of the API's answers, and how they become JSON Schema."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal, NotRequired

from pydantic import Field, TypeAdapter
from typing_extensions import TypedDict

from cms.content.entry_types import TYPES, EntryType
from cms.content.schemas import (
    GivenUrl,
    Locale,
    Moment,
    Shape,
    Url,
    Uuid,
    build_discriminated_union,
    combine_shapes,
    get_schema_name,
)
from cms.core.json_types import JSON

REFERENCE = "#/components/schemas/{model}"


class Root(TypedDict):
    """Where everything is."""

    version: Annotated[str, Field(description="The API's version.")]
    locales: Annotated[
        list[Locale], Field(description="The languages, the one texts are written in first.")
    ]
    endpoints: Annotated[dict[str, Url], Field(description="The endpoints' addresses, by name.")]


class Redirect(TypedDict):
    """Where an old address leads."""

    path: Annotated[
        str | None, Field(description="The path to ask for instead; null: it is elsewhere.")
    ]
    url: Annotated[GivenUrl, Field(description="The whole address.")]
    permanent: Annotated[bool, Field(description="Whether the old address may be forgotten.")]


class Redirected(TypedDict):
    """Instead of an entry: nothing stands at this path, but it leads somewhere."""

    redirect: Annotated[Redirect, Field(description="Where it leads.")]


class Problem(TypedDict):
    """Why a request was not answered (RFC 9457)."""

    type: Annotated[
        str, Field(description="What kind of problem it is: an address that is the same for good.")
    ]
    title: Annotated[str, Field(description="The kind of problem in a few words.")]
    status: Annotated[int, Field(description="The answer's status code.", ge=400, le=599)]
    detail: Annotated[str, Field(description="What is wrong with this very request.")]
    parameters: NotRequired[
        Annotated[
            dict[str, list[str]],
            Field(description="Of a wrong parameter: what is wrong with each, what it accepts."),
        ]
    ]


class PageLinks(TypedDict):
    """Where in a list its page stands."""

    count: Annotated[int, Field(description="How many there are in the whole list.", ge=0)]
    next: Annotated[Url | None, Field(description="The address of the next page, if any.")]
    previous: Annotated[Url | None, Field(description="The address of the page before, if any.")]


class Change(TypedDict):
    """What became of an entry, with its last change."""

    event: Annotated[
        Literal["published", "updated", "moved", "removed"],
        Field(description="What happened to it since the cursor."),
    ]
    id: Annotated[Uuid, Field(description="The entry's id.")]
    locale: Annotated[Locale, Field(description="The entry's language.")]
    path: Annotated[str, Field(description="Its path; of what was removed, the last one.")]
    at: Annotated[Moment, Field(description="When.")]


# An answer that another standard describes, such as this description itself.
Document = Annotated[JSON, Field(description="A document of its own kind.")]
Page = Annotated[str, Field(description="A page for people.")]


def _list_kinds(names: tuple[str, ...]) -> list[EntryType]:
    """The kinds of entry of these names; without a name, of all pages."""
    return [kind for kind in TYPES.values() if (kind.name in names if names else kind.listed)]


@cache
def _build_union(name: str, *shapes: Shape) -> Shape:
    """Entries of several kinds, told apart by their `type`, have a name together."""
    return shapes[0] if len(shapes) == 1 else build_discriminated_union(name, shapes)


@cache
def build_entry_shape(*types: str) -> Shape:
    """A whole entry of one of these kinds; without any, of all kinds of page."""
    return _build_union("Entry", *(kind.shape for kind in _list_kinds(types)))


@cache
def build_changes_shape() -> Shape:
    """What changed since a cursor."""
    whole: Any = build_entry_shape()
    about = "The entry as it is now; null: it was removed."
    now = Annotated[whole | None, Field(description=about)]
    change: Any = combine_shapes("EntryChange", Change.__doc__, Change, entry=now)
    cursor = "The place in the log after these: ask with it the next time."
    return combine_shapes(
        "Changes",
        "What changed since a cursor.",
        cursor=Annotated[str, Field(description=cursor)],
        results=Annotated[list[change], Field(description="What changed, in order.")],
    )


@cache
def build_page_shape_of(*types: str) -> Shape:
    """A page of a list of entries of these kinds; without any, of all kinds of page.

    The items are described as they are without `fields`: a client that picks some fields knows
    which, and a client that does not has none that may be missing.
    """
    name = get_schema_name(types[0]) if len(types) == 1 else "Page"
    item: Any = _build_union("Item", *(kind.item for kind in _list_kinds(types)))
    return build_page_shape(f"{name}List", item)


def build_page_shape(name: str, item: Any) -> Shape:
    """A page of a list."""
    return combine_shapes(
        name,
        "A page of a list.",
        PageLinks,
        results=Annotated[list[item], Field(description="The items, in order.")],
    )


def build_list_shape(name: str, **more: Any) -> Shape:
    """A page of a list of items of every kind that say more than in other lists."""
    items = [
        combine_shapes(f"{get_schema_name(kind.name)}{name}", kind.item.__doc__, kind.item, **more)
        for kind in _list_kinds(())
    ]
    return build_page_shape(f"{name}List", _build_union(name, *items))


def build_json_schemas(shape: Any) -> tuple[JSON, Mapping[str, JSON]]:
    """The JSON Schema of a shape, and of the named shapes that it refers to."""
    schema = TypeAdapter(shape).json_schema(mode="serialization", ref_template=REFERENCE)
    components = schema.pop("$defs", {})
    if "properties" in schema:
        components[shape.__name__] = schema
        schema = {"$ref": REFERENCE.format(model=shape.__name__)}
    return _remove_titles(schema), {name: _remove_titles(each) for name, each in components.items()}


def _remove_titles(schema: Any) -> Any:
    """Without the titles that pydantic makes of names."""
    match schema:
        case dict():
            return {
                name: {field: _remove_titles(each) for field, each in value.items()}
                if name == "properties"
                else _remove_titles(value)
                for name, value in schema.items()
                if name != "title"
            }
        case list():
            return [_remove_titles(each) for each in schema]
    return schema
