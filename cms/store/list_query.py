"""Which entries a list is made of, and in which order: asked for here, read by `lists`."""

from collections import namedtuple
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from hashlib import blake2s
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from cms.store import cursors
from cms.store.cursors import Cursor
from cms.store.models import Entry

# The list of every entry that stands in any; whatever changes one changes it.
ALL = "all"

# What fingerprints call these fields and `RelatedTo`. It never changes, whatever the code calls
# them: cursors that were handed out stay valid.
FINGERPRINT_NAMES = {"related": "named", "exclude_related": "without_named"}
_FingerprintRelation = namedtuple("Named", "kind value type every_language")  # type: ignore[name-match]


class SeekPosition(NamedTuple):
    """Where an entry stands in a list of the newest first."""

    published_at: datetime
    position: str
    entry: UUID


@dataclass(frozen=True)
class RelatedTo:
    """The lists of a `kind` that belong to an entry: of what is under it, about it.

    The entry is named by its id, its path or, together with its `type`, its slug. Such a list is
    of the entry's own language if none is asked for, or else of `all_locales`.
    """

    kind: str
    value: str
    type: str = ""
    all_locales: bool = False

    def query_entries(self) -> QuerySet[Entry]:
        """The live entries that are meant: more than one only by a slug of several languages."""
        rows = Entry.objects.filter(live=True)
        if self.value.startswith("/"):
            return rows.filter(path=self.value)
        rows = rows.filter(type=self.type) if self.type else rows
        identity = _parse_uuid(self.value)
        return rows.filter(pk=identity) if identity else rows.filter(slug=self.value)


@dataclass(frozen=True)
class ListQuery:
    """Which entries, in which order: those that stand in all the facets, and in what is named; or
    simply all.

    Without a `locale` they are of all languages or, if something is named, of its language. With
    a `fallback`, what is not public in `locale` is shown in that language.
    """

    facets: tuple[str, ...] = ()
    related: tuple[RelatedTo, ...] = ()
    locale: str = ""
    fallback: str = ""
    order: str = "newest"
    published_from: datetime | None = None
    published_before: datetime | None = None
    updated_after: datetime | None = None
    # Whether what is named is left out: a page is no translation of itself.
    exclude_related: bool = False
    # Where in the list to begin, whatever has come in before that since.
    cursor: Cursor | None = None

    @property
    def common_facets(self) -> tuple[str, ...]:
        """The facets that its entries have in common, beside what is named."""
        return self.facets or (() if self.related else (ALL,))

    @property
    def requested_locales(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.locale, self.fallback)))

    @property
    def is_plain(self) -> bool:
        """Whether its length is known without counting."""
        narrowed = self.exclude_related or self.updated_after
        return not (narrowed or self.published_from or self.published_before)

    def fingerprint(self, *without: str) -> bytes:
        """Return 16 bytes that tell this list in this order from every other.

        It is the same for every cursor; `without` names what else does not count.
        """
        values = [
            (FINGERPRINT_NAMES.get(field.name, field.name), _normalise(value))
            for field in fields(self)
            if field.name not in ("cursor", *without) and (value := getattr(self, field.name))
        ]
        return blake2s(repr((cursors.VERSION, values)).encode(), digest_size=16).digest()


def _normalise(value: object) -> object:
    """Return a value as fingerprints have it: a moment in UTC, whichever zone it was given in."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case tuple():
            return tuple(map(_normalise, value))
        case RelatedTo():
            return _FingerprintRelation(value.kind, value.value, value.type, value.all_locales)
    return value


def _parse_uuid(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None
