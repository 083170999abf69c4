"""The kinds of entry there are. A section registers its own, when its app is ready."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from wagtail.models import Page

from cms.shapes import PLACE, Around, Said, combined, constant, named, returned

if TYPE_CHECKING:
    from cms.serializers.reading import Reading

JSON = dict[str, Any]


@dataclass(frozen=True)
class ListOf:
    """The list that a kind of entry heads: the entries with `facet`, in `order`, `size` a page.

    `facet` may hold `{group}`, the key of the heading page in all its languages; `order` is
    "newest" or "tree".
    """

    facet: str
    order: str = "newest"
    size: int = 20
    # Whether readers may turn its pages; otherwise only the first `size` are shown.
    paged: bool = True


@dataclass(frozen=True)
class EntryType:
    """A kind of entry.

    `fields(page, reading)` gives its own fields, and what it is declared to return is their shape;
    `facets(entry, groups)` the lists it stands in beside the common ones, by its public form and
    the keys (by id) of the pages that it names; `template` shows it on the site.
    """

    name: str
    model: Any
    fields: Callable[[Any, Reading], Mapping[str, Any]]
    template: str = ""
    facets: Callable[[JSON, Mapping[str, str]], Iterable[str]] = lambda entry, groups: ()
    heads: ListOf | None = None
    # Left out of lists.
    heavy: frozenset[str] = frozenset({"body"})
    # Whether it is one of the pages that lists and `pages/` know.
    listed: bool = True

    @cached_property
    def shape(self) -> Any:
        """The shape of an entry of this kind: the common fields and its own."""
        own = returned(self.fields)
        kind = constant(self.name, "What kind of entry it is.")
        none: frozenset[str] = frozenset()
        return combined(
            named(self.name),
            own.__doc__,
            Said,
            own,
            Around,
            without=none if self.listed else PLACE,
            type=kind,
        )

    @cached_property
    def item(self) -> Any:
        """The shape of such an entry in a list."""
        name, about = f"{named(self.name)}Item", f"{self.shape.__doc__} As it stands in a list."
        return combined(name, about, self.shape, without=self.heavy)


TYPES: dict[str, EntryType] = {}


def register(kind: EntryType) -> None:
    """Make a kind of entry known. A name can be given once (ValueError)."""
    if kind.name in TYPES:
        raise ValueError(f"two kinds of entry are called {kind.name!r}")
    TYPES[kind.name] = kind


def snippet_models() -> list[Any]:
    """The registered models that are no pages."""
    return [kind.model for kind in TYPES.values() if not issubclass(kind.model, Page)]


def field_names(types: Iterable[str]) -> set[str]:
    """The names of the fields that entries of these kinds have."""
    return {name for each in types for name in TYPES[each].shape.__annotations__}
