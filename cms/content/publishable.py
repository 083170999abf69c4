"""The contracts of what editors write, and of everything that has an entry.

Wagtail has no type annotations, so mypy accepts every page and snippet where one of these is
asked for; it does check what is asked of them. `tests/content/test_publishable.py` checks that
every registered model implements them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Protocol
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.options import Options
from wagtail.models import Locale, Revision

from cms.content.schemas import Card, Seo

if TYPE_CHECKING:
    from cms.content.serializers.page_reader import PageReader


class Translatable(Protocol):
    """A page or snippet in one language; those of other languages share its translation key.

    All of this comes from Wagtail's own models and mixins: a plain `Page` is one as well.
    """

    _meta: ClassVar[Options[Any]]
    pk: int
    locale: Locale
    locale_id: int
    translation_key: UUID

    live: bool
    has_unpublished_changes: bool
    latest_revision: Revision | None
    latest_revision_id: int | None
    live_revision: Revision | None
    live_revision_id: int | None
    first_published_at: datetime | None
    last_published_at: datetime | None
    go_live_at: datetime | None
    expire_at: datetime | None

    revisions: QuerySet[Revision]
    save_revision: Callable[..., Revision]
    unpublish: Callable[..., None]
    get_translations: Callable[..., QuerySet[Any]]
    get_latest_revision_as_object: Callable[[], Any]

    def save(self) -> None: ...


class Publishable(Translatable, Protocol):
    """A page or snippet that has an entry while it is public.

    Implemented by `SitePage` and by each snippet with an entry. The serializers and the store ask
    nothing else of what they publish.
    """

    # The name of its registered type (`cms.content.entry_types`).
    entry_type: str
    title: str
    slug: str
    summary: str
    # The digest of the source text that it says (`cms.content.translatable`).
    text_digest: str

    def compute_text_digest(self) -> str:
        """Return the digest of its own text as it is now."""

    def is_public(self) -> bool:
        """Return whether anybody may read it: live, not expired, not restricted."""

    def get_public_path(self) -> str:
        """Return the path of its entry; "" where it has none."""

    def get_public_date(self) -> datetime | None:
        """Return the moment that readers see as its date, by which lists are sorted."""

    def get_public_seo(self, reader: PageReader) -> Seo:
        """Return what search engines and shared links show of it."""

    def get_public_ancestors(self, reader: PageReader) -> list[Card]:
        """Return the cards of the pages above it, from its language's home down."""

    def get_public_dependencies(self) -> set[str]:
        """Return the keys of what decides whether it is public, beside its place in the tree."""

    def get_public_facets(self) -> list[str]:
        """Return the lists it is a member of by its place in the tree."""

    def get_public_position(self) -> str:
        """Return its sort key among its siblings; "" where it has none."""
