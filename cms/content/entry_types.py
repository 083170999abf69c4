"""Entry types: what each type of page or snippet takes part in once it is public.

Each section declares its own in one place, its `entry_types.py`, and registers them when its app is
ready. The API, the feeds, the newsletter, the sitemaps and the search read what is registered; none
of them has a registry of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.http import HttpResponseBase
from django.utils.functional import Promise
from wagtail.models import Page

from cms.content.publishable import Publishable
from cms.content.schemas import (
    ADDRESS_FIELDS,
    ContextFields,
    OwnFields,
    build_constant,
    combine_shapes,
    get_return_shape,
    get_schema_name,
)
from cms.core.json_types import JSON

if TYPE_CHECKING:
    from cms.content.serializers.page_reader import PageReader

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Feed:
    """The feeds of a list, in every format, right below its list page.

    `heading` is what the feeds of one entry type are called together on the page of all feeds.
    """

    heading: str | Promise
    # Whether every page of the language names it, and not only the list page.
    sitewide: bool = False


@dataclass(frozen=True)
class PageList:
    """The list that an entry's page shows: the entries with `facet`, in `order`, `size` a page.

    `facet` may hold `{group}`, the key of the heading page in all its languages; `order` is
    "newest" or "tree".
    """

    facet: str
    order: str = "newest"
    size: int = 20
    # Whether readers may turn its pages; otherwise only the first `size` are shown.
    paged: bool = True
    feed: Feed | None = None


@dataclass(frozen=True)
class EntryType:
    """An entry type: a model of pages or snippets, and what its entries take part in.

    `fields(page, reader)` returns the type's own fields; its return type is their schema.
    `facets(entry, groups)` returns the lists that an entry is in beside the common ones, by its
    public form and the keys (by id) of the pages that it names. `template` renders it on the site.
    """

    model: type[Publishable]
    fields: Callable[[Any, PageReader], Mapping[str, object]]
    template: str = ""
    facets: Callable[[JSON, Mapping[str, str]], Iterable[str]] = lambda entry, groups: ()
    page_list: PageList | None = None
    # Fields that are left out of lists.
    heavy: frozenset[str] = frozenset({"body"})
    # Whether it is a page to readers: in lists, `pages/`, the search, the change log, webhooks and
    # sitemaps.
    listed: bool = True
    # The API's endpoints of this type beside `pages/`: paths below the API's root.
    endpoints: Mapping[str, View] = field(default_factory=dict)
    # Whether it is an article: its cards show its date, and shared links say that it is one.
    article: bool = False
    # Whether its picture is a logo, which cards show whole.
    logo: bool = False
    # Whether subscribers are mailed what becomes public.
    in_newsletter: bool = False
    # Whether the news sitemap names the latest.
    in_news_sitemap: bool = False

    @property
    def name(self) -> str:
        """Its name in the API: an entry's `type`."""
        return str(self.model.entry_type)

    @cached_property
    def shape(self) -> type:
        """The schema of an entry of this type: the common fields and its own."""
        own = get_return_shape(self.fields)
        kind = build_constant(self.name, "What kind of entry it is.")
        none: frozenset[str] = frozenset()
        return combine_shapes(
            get_schema_name(self.name),
            own.__doc__,
            OwnFields,
            own,
            ContextFields,
            without=none if self.listed else ADDRESS_FIELDS,
            type=kind,
        )

    @cached_property
    def item(self) -> type:
        """The schema of such an entry in a list."""
        name, about = (
            f"{get_schema_name(self.name)}Item",
            f"{self.shape.__doc__} As it stands in a list.",
        )
        return combine_shapes(name, about, self.shape, without=self.heavy)


TYPES: dict[str, EntryType] = {}


def register(types: Iterable[EntryType]) -> None:
    """Register a section's entry types. Raise ValueError where a name is already taken."""
    for kind in types:
        if kind.name in TYPES:
            raise ValueError(f"Two entry types are named {kind.name!r}.")
        TYPES[kind.name] = kind


def get_feeds_by_type() -> dict[str, Feed]:
    """Return the feeds by the type of their list page, in order of display."""
    page_lists = {name: kind.page_list for name, kind in TYPES.items() if kind.page_list}
    return {name: page_list.feed for name, page_list in page_lists.items() if page_list.feed}


def list_types_with_sitewide_feed() -> list[EntryType]:
    """Return the page types that show a list whose feed every page of the language names."""
    return [TYPES[name] for name, feed in get_feeds_by_type().items() if feed.sitewide]


def list_snippet_models() -> list[type[Model]]:
    """Return the registered models that are not pages."""
    models = [kind.model._meta.model for kind in TYPES.values()]
    return [model for model in models if not issubclass(model, Page)]


def find_snippet_model(name: str) -> Any | None:
    """Return the registered snippet model of a name such as news_newscategory, as it stands in
    Wagtail's routes; None for an unknown name."""
    names = {model._meta.label_lower.replace(".", "_"): model for model in list_snippet_models()}
    return names.get(name)


def list_field_names(types: Iterable[str]) -> set[str]:
    """Return the names of the fields that entries of these types have."""
    return {name for each in types for name in TYPES[each].shape.__annotations__}
