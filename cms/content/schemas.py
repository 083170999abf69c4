"""The shapes of what the public sees, where several kinds of entry and block share them.

Each shape is declared once: mypy holds the code that makes it to it, and the API's OpenAPI
description is made from it. A kind of entry, a block and a view say their own shape by what
the function that makes it returns. Every field is always there; what may be null says so.
"""

from collections.abc import Callable, Collection, Iterable
from functools import reduce
from operator import or_
from types import UnionType
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

from django.conf import settings
from pydantic import Field

# pydantic reads no other before Python 3.12.
from typing_extensions import TypeAliasType, TypedDict

from cms.core.json_types import JSON


def _locales(schema: JSON) -> None:
    schema["enum"] = [code for code, _ in settings.LANGUAGES]


Locale = Annotated[str, Field(json_schema_extra=_locales)]
Uuid = Annotated[str, Field(json_schema_extra={"format": "uuid"})]
Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
# An address that this installation gives out, and one that somebody typed: it may hold any letter.
Url = Annotated[str, Field(json_schema_extra={"format": "uri"})]
GivenUrl = Annotated[str, Field(json_schema_extra={"format": "iri"})]
# The same where there may be none: the text is then empty.
GivenUrlOrEmpty = Annotated[
    str, Field(json_schema_extra={"if": {"minLength": 1}, "then": {"format": "iri"}})
]
EmailOrEmpty = Annotated[
    str, Field(json_schema_extra={"if": {"minLength": 1}, "then": {"format": "idn-email"}})
]
Html = Annotated[str, Field(json_schema_extra={"contentMediaType": "text/html"})]

# How a text that is public stands to its source (docs/content-model.md).
LiveState = Literal["source", "current", "machine", "outdated"]


# What pydantic describes: a TypedDict, a union of some, or such a union under a name.
Shape: TypeAlias = type | UnionType | TypeAliasType


class FocalPoint(TypedDict):
    """Where to look in a picture, when it has to be cropped."""

    x: Annotated[float, Field(description="From the left, as a fraction of the width.", ge=0, le=1)]
    y: Annotated[float, Field(description="From the top, as a fraction of the height.", ge=0, le=1)]


class ImageSource(TypedDict):
    """The same picture in another format, in several widths: a `<source>` element."""

    type: Annotated[str, Field(description="The format's MIME type, such as `image/avif`.")]
    srcset: Annotated[
        str, Field(description="Addresses with their widths, as the `srcset` attribute takes them.")
    ]


class Image(TypedDict):
    """A picture, with all that a `<picture>` element needs."""

    alt: Annotated[
        str, Field(description="What it shows, for those who cannot see it; empty: decoration.")
    ]
    width: Annotated[int, Field(description="The width of `src` in pixels.", ge=1)]
    height: Annotated[int, Field(description="The height of `src` in pixels.", ge=1)]
    src: Annotated[
        Url, Field(description="Its address in a format that every client knows: JPEG or PNG.")
    ]
    focal_point: Annotated[
        FocalPoint | None, Field(description="What has to stay in a crop; null: nothing special.")
    ]
    sources: Annotated[
        list[ImageSource], Field(description="Smaller formats, the one to prefer first.")
    ]


class ImageFile(TypedDict):
    """The file at a picture's `src`."""

    type: Annotated[str, Field(description="Its MIME type, such as `image/jpeg`.")]
    size: Annotated[int, Field(description="Its size in bytes.", ge=0)]


class File(TypedDict):
    """A file to download."""

    title: Annotated[str, Field(description="What people call it.")]
    url: Annotated[Url, Field(description="Where it is downloaded from.")]
    filename: Annotated[str, Field(description="Its name on a disk.")]
    size: Annotated[int, Field(description="Its size in bytes.", ge=0)]
    type: Annotated[str, Field(description="Its MIME type, such as `application/pdf`.")]


class Card(TypedDict):
    """Another entry as it says itself: in the reader's language where it is public there."""

    id: Annotated[Uuid, Field(description="The entry's id.")]
    type: Annotated[str, Field(description="The entry's type.")]
    locale: Annotated[Locale, Field(description="The language this card is in.")]
    title: Annotated[str, Field(description="Its title.")]
    path: Annotated[str, Field(description="Its path, such as `/bg/za-nas/`.")]
    url: Annotated[Url, Field(description="Its address for visitors.")]
    summary: Annotated[str, Field(description="One or two sentences, or empty.")]
    published_at: Annotated[
        Moment | None, Field(description="An article's own date, else its first publication.")
    ]
    image: Annotated[Image | None, Field(description="The picture that stands for it.")]


class Seo(TypedDict):
    """What search engines and shared links show."""

    title: Annotated[str, Field(description="For the `<title>` element.")]
    description: Annotated[str, Field(description="For the description's `<meta>`, or empty.")]
    image: Annotated[
        Image | None, Field(description="The picture chosen for shared links; null: use the lead.")
    ]


class Breadcrumb(TypedDict):
    """One of the pages above."""

    title: Annotated[str, Field(description="Its title.")]
    path: Annotated[str, Field(description="Its path, such as `/bg/`.")]


class Translation(TypedDict):
    """How this text stands to the one it was written as."""

    state: Annotated[
        LiveState | Literal["fallback"],
        Field(
            description="`source`: written in this language. `current`: translated and reviewed, "
            "the source has not changed since. `machine`: as `current`, with unreviewed machine "
            "translation in it. `outdated`: the source has changed since. `fallback`: only with "
            "`?fallback=`, this entry stands in for a translation that is missing."
        ),
    ]
    source_locale: Annotated[Locale, Field(description="The language it was written in.")]
    source_id: Annotated[
        Uuid | None, Field(description="The source's id; null when the source is not public.")
    ]
    translated_percent: Annotated[
        int,
        Field(description="The share of the source's text that is translated.", ge=0, le=100),
    ]


class OtherLanguage(TypedDict):
    """The same page in another language of the site."""

    locale: Annotated[Locale, Field(description="The language.")]
    state: Annotated[
        LiveState | Literal["missing"],
        Field(description="As in `translation`; `missing`: nothing is public in this language."),
    ]
    id: Annotated[Uuid | None, Field(description="The entry's id there; null when missing.")]
    path: Annotated[str | None, Field(description="Its path there; null when missing.")]
    url: Annotated[
        Url | None, Field(description="Its address for visitors there; null when missing.")
    ]


class OwnFields(TypedDict):
    """What every entry says itself."""

    id: Annotated[
        Uuid,
        Field(
            description="The same for good: after a new title, a move, a new domain, and in "
            "another installation that imports the content."
        ),
    ]
    type: Annotated[str, Field(description="What kind of entry it is: tells its other fields.")]
    locale: Annotated[Locale, Field(description="The language it is in.")]
    title: Annotated[str, Field(description="Its title: the page's heading.")]
    slug: Annotated[str, Field(description="The last part of its path.")]
    path: Annotated[
        str,
        Field(description="Its path, from the language down, such as `/bg/novini/parva-kopka/`."),
    ]
    url: Annotated[Url, Field(description="Its address for visitors.")]
    api_url: Annotated[Url, Field(description="Its own address in this API.")]
    published_at: Annotated[
        Moment | None,
        Field(description="An article's own date, else the first publication."),
    ]
    summary: Annotated[
        str, Field(description="One or two sentences for lists and search results, or empty.")
    ]
    seo: Annotated[Seo, Field(description="What search engines and shared links show.")]


# What of this only a page has: the frame around pages stands nowhere.
ADDRESS_FIELDS = frozenset({"slug", "path", "url", "api_url"})


class ContextFields(TypedDict):
    """What an entry says that depends on others."""

    updated_at: Annotated[
        Moment,
        Field(
            description="When the page's own text, pictures or facts last changed; a neighbour's "
            "change is none."
        ),
    ]
    breadcrumbs: Annotated[
        list[Breadcrumb], Field(description="The public pages above, from the language's home.")
    ]
    translation: Annotated[
        Translation, Field(description="How this text stands to the one it was written as.")
    ]
    translations: Annotated[
        list[OtherLanguage], Field(description="The page in every other language of the site.")
    ]


def get_return_shape(function: Callable[..., object]) -> Shape:
    """The shape of what a function makes: what it is declared to return, None aside."""
    declared = get_type_hints(function, include_extras=True)["return"]
    if isinstance(declared, UnionType) or get_origin(declared) is Union:
        return build_union(each for each in get_args(declared) if each is not type(None))
    return declared


def build_union(shapes: Iterable[Shape]) -> Shape:
    """The union of some shapes."""
    return reduce(or_, shapes)


def combine_shapes(
    name: str, about: str | None, *shapes: Shape, without: Collection[str] = (), **more: Any
) -> type:
    """A shape with the fields of several, but for those in `without`, and some more."""
    fields: dict[str, Any] = {}
    for shape in shapes:
        fields |= get_type_hints(shape, include_extras=True)
    kept = {field: hint for field, hint in (fields | more).items() if field not in without}
    made = TypedDict(name, kept)  # type: ignore[misc]
    made.__doc__ = about
    return made


def build_discriminated_union(name: str, shapes: Iterable[Shape]) -> TypeAliasType:
    """The union of some shapes that say in `type` which of them it is, under a name of its own."""
    shape: Any = build_union(shapes)
    return TypeAliasType(name, Annotated[shape, Field(discriminator="type")])


def build_constant(text: str, about: str) -> Any:
    """The shape of a field that says one thing only."""
    return Annotated[Literal[text], Field(description=about)]


def get_schema_name(kind: str) -> str:
    """The name of a kind of entry or block as a shape is called: `news_index`, `NewsIndex`."""
    return "".join(word.capitalize() for word in kind.split("_"))
