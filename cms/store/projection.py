"""From the pages of one group (a page in all its languages) to their entries' contents."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils import timezone
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from cms.collation.keys import make_title_key
from cms.content import ancestry, dependency_keys, snapshots
from cms.content.entry_types import TYPES
from cms.content.publishable import Publishable
from cms.content.schemas import OtherLanguage, Translation
from cms.content.serializers import base
from cms.content.serializers.links import get_entry_id, iterate_deciding_ids, iterate_referenced_ids
from cms.content.translatable import get_source_locales
from cms.content.translation_state import (
    State,
    compute_states,
    find_source_member,
    read_translated_pieces,
)
from cms.core.json_types import JSON
from cms.core.public_urls import get_page_url
from cms.store.list_query import ALL
from cms.store.models import Dependency, Entry, ListMembership


class DependencyKey(NamedTuple):
    """The entry of a language depends on a key."""

    locale: str
    key: str


@dataclass(frozen=True)
class ProjectedEntry:
    """Everything the store keeps of one public page."""

    fields: JSON
    facets: frozenset[str]
    position: str
    keys: frozenset[str]

    @property
    def id(self) -> UUID:
        return self.fields["id"]

    @property
    def sort_keys(self) -> JSON:
        """The columns that each of its list memberships has, beside the list's name."""
        return {
            "locale": self.fields["locale"],
            "published_at": self.fields["published_at"] or ListMembership.UNDATED,
            "position": self.position,
            "title_key": self.fields["title_key"],
            "updated_at": self.fields["updated_at"],
        }


@dataclass(frozen=True)
class Projection:
    """A page in its languages: its entries, and what they were made from."""

    group: str
    entries: list[ProjectedEntry]
    # The keys of what the entry of a language was made from, or would be if it were public.
    dependencies: frozenset[DependencyKey]
    # The languages that were projected; None: all.
    locales: frozenset[str] | None = None

    def covers(self, locale: str) -> bool:
        return self.locales is None or locale in self.locales


def project(group: str, locales: frozenset[str] | None = None) -> Projection:
    """Serialise the public members of a group as they are in the database now, all of them or
    those in some languages."""
    with snapshots.use_snapshot():
        members = load_group(group)
        public = [member for member in members if member.is_public()]
        states = compute_states(members, public)
        projection = Projection(group, [], frozenset(), locales)
        entries = [
            _project_entry(group, member, members, states)
            for member in public
            if projection.covers(member.locale.language_code)
        ]
        depends = {
            DependencyKey(code, key)
            for member in members
            if projection.covers(code := member.locale.language_code)
            for key in member.get_public_dependencies()
        }
        depends |= {
            DependencyKey(made.fields["locale"], key) for made in entries for key in made.keys
        }
        return replace(projection, entries=entries, dependencies=frozenset(depends))


def prefetch(groups: Collection[str]) -> None:
    """Read for a snapshot what the projections of these groups need, of all of them at a time.

    A fixed number of queries for each model among them.
    """
    members = [member for loaded in load_groups(groups).values() for member in loaded]
    ancestry.prefetch(member for member in members if isinstance(member, Page))
    translation_keys = {member.translation_key for member in members}
    get_source_locales(translation_keys)
    read_translated_pieces(translation_keys)
    _read_pictures(members)
    _read_entries(
        {
            *(_get_entry_id(member) for member in members),
            *_list_dependency_ids(groups),
        }
    )


def serialize_unstored(page: Publishable, updated_at: datetime) -> JSON:
    """Return the entry of a page that is not stored: of a preview, or of a restricted page.

    `updated_at` is when its text was saved or published.
    """
    with snapshots.use_snapshot():
        members = [
            page,
            *(m for m in load_group(dependency_keys.group(page)) if m.locale_id != page.locale_id),
        ]
        public = [member for member in members if member is page or member.is_public()]
        own = base.serialize_own_content(page)
        states = compute_states(members, public)
        return base.serialize_entry(own, _build_context(page, own, members, states, updated_at))


def add_untranslated_facets(facets: list[str], public: Iterable[str]) -> list[str]:
    """Add to an entry's lists those in which it stands in for a translation.

    `public` are the languages in which its page is public.
    """
    missing = [code for code, _ in settings.LANGUAGES if code not in public]
    return facets + [
        dependency_keys.untranslated_facet(facet, code) for facet in facets for code in missing
    ]


def load_group(group: str) -> list[Publishable]:
    """Return the pages or snippets of a group, in all languages, specific."""
    return load_groups([group])[group]


def load_groups(groups: Iterable[str]) -> dict[str, list[Publishable]]:
    """Return the same of several groups. A fixed number of queries for each model among them."""
    found = snapshots.get_snapshot().read("members", groups, _load_all)
    return {group: members or [] for group, members in found.items()}


def _load_all(groups: list[str]) -> dict[str, list[Publishable]]:
    translation_keys: dict[str, list[str]] = defaultdict(list)
    for group in groups:
        model, _, translation_key = group.partition(":")
        translation_keys[model].append(translation_key)
    members: dict[str, list[Publishable]] = defaultdict(list)
    for model, names in translation_keys.items():
        for member in _load_model(model, names):
            member.locale = snapshots.get_language(member.locale_id)
            members[dependency_keys.group(member)].append(member)
    return members


def _load_model(model: str, translation_keys: list[str]) -> list[Publishable]:
    if model == "page":
        pages = Page.objects.filter(translation_key__in=translation_keys, depth__gt=1)
        return [page for page in pages.specific() if hasattr(page, "entry_type")]
    objects = apps.get_model(model)._default_manager
    return list(objects.filter(translation_key__in=translation_keys).order_by("pk"))


def _read_pictures(members: list[Publishable]) -> None:
    """Read the pictures in the members' own fields. Two queries for each field of each model."""
    for model, group in _group_by_model(members).items():
        names = [
            f"{field.name}__collection"
            for field in model._meta.concrete_fields
            if field.many_to_one
            and field.related_model
            and issubclass(field.related_model, AbstractImage)
        ]
        prefetch_related_objects(group, *names)


def _group_by_model(members: list[Publishable]) -> dict[type[Publishable], list[Any]]:
    found: dict[type[Publishable], list[Any]] = defaultdict(list)
    for member in members:
        found[type(member)].append(member)
    return found


def _project_entry(
    group: str, page: Publishable, members: list[Publishable], states: dict[str, State]
) -> ProjectedEntry:
    own = base.serialize_own_content(page)
    stored = _read_entries([str(own.id)])[str(own.id)]
    updated_at = _get_updated_at(page, own, stored)
    context = _build_context(page, own, members, states, updated_at)
    entry = base.serialize_entry(own, context)
    kind = TYPES[page.entry_type]
    listed = [
        ALL,
        f"type:{kind.name}",
        f"translations:{group}",
        *page.get_public_facets(),
        *kind.facets(entry, context.groups),
    ]
    deciding_keys = {
        dependency_keys.entry(each)
        for each in iterate_deciding_ids([own.data, own.ancestors], context.cards)
    }
    return ProjectedEntry(
        fields={
            "id": own.id,
            "group": group,
            "type": kind.name,
            "locale": own.data["locale"],
            "slug": own.data["slug"],
            "title_key": make_title_key(own.data["title"]),
            "path": own.data["path"],
            "live": True,
            "list_name": kind.page_list.facet.format(group=group) if kind.page_list else "",
            "published_at": page.get_public_date(),
            "updated_at": updated_at,
            "last_published_at": page.last_published_at,
            "own_digest": own.digest,
            "full_json": base.dump_json(entry),
            "list_json": base.dump_json(base.serialize_list_item(entry)),
            "card_json": base.dump_json(base.serialize_card(own)),
        },
        facets=frozenset(add_untranslated_facets(listed, states) if kind.listed else ()),
        position=page.get_public_position(),
        keys=frozenset(own.keys | deciding_keys),
    )


def _get_updated_at(page: Publishable, own: base.OwnContent, stored: Entry | None) -> datetime:
    """When the page's own text last changed: its publication, unless it said the same before."""
    published = (page.last_published_at or timezone.now()).replace(microsecond=0)
    if stored is None:
        return published
    published_again = stored.last_published_at != page.last_published_at
    says_the_same = stored.live and stored.own_digest == own.digest
    if says_the_same or not published_again:
        return min(stored.updated_at, published)
    return published


def _build_context(
    page: Publishable,
    own: base.OwnContent,
    members: list[Publishable],
    states: dict[str, State],
    updated_at: datetime,
) -> base.EntryContext:
    locale = page.locale.language_code
    source = find_source_member(members) or page
    source_locale = source.locale.language_code
    translation: Translation = {
        "state": states[locale].name,
        "source_locale": source_locale,
        "source_id": _get_entry_id(source) if source_locale in states else None,
        "translated_percent": states[locale].percent,
    }
    cards, groups = load_neighbours(iterate_referenced_ids([own.data, own.ancestors]))
    return base.EntryContext(
        cards=cards,
        groups=groups,
        updated_at=updated_at,
        translation=translation,
        translations=[
            _describe_language(code, members, states)
            for language in snapshots.list_languages()
            if (code := language.language_code) != locale
        ],
    )


def _describe_language(
    code: str, members: list[Publishable], states: dict[str, State]
) -> OtherLanguage:
    if code not in states:
        return {"locale": code, "state": "missing", "id": None, "path": None, "url": None}
    member = next(member for member in members if member.locale.language_code == code)
    url = get_page_url(path := member.get_public_path())
    return {
        "locale": code,
        "state": states[code].name,
        "id": _get_entry_id(member),
        "path": path if url else None,
        "url": url or None,
    }


def load_neighbours(ids: Iterable[str]) -> tuple[dict[str, JSON], dict[str, str]]:
    """The cards of the named entries by id, and their groups; of those only that are public."""
    found = {pk: entry for pk, entry in _read_entries(ids).items() if entry and entry.live}
    return (
        {pk: json.loads(entry.card_json) for pk, entry in found.items()},
        {pk: entry.group for pk, entry in found.items()},
    )


def forget_entries() -> None:
    """Have a snapshot read the entries anew: they were written."""
    snapshots.get_snapshot().forget("entries")


def _read_entries(ids: Iterable[str]) -> dict[str, Entry | None]:
    """Return the stored entries by id, without what they say at length."""
    return snapshots.get_snapshot().read("entries", ids, _load_entries)


def _load_entries(ids: list[str]) -> dict[str, Entry]:
    return {
        str(entry.pk): entry
        for entry in Entry.objects.filter(pk__in=ids).defer("full_json", "list_json")
    }


def _list_dependency_ids(groups: Collection[str]) -> list[str]:
    """Return the ids of the entries from which these groups were made the last time."""
    rows = Dependency.objects.filter(group__in=groups, key__startswith=dependency_keys.entry(""))
    return [
        key.removeprefix(dependency_keys.entry("")) for key in rows.values_list("key", flat=True)
    ]


def _get_entry_id(page: Publishable) -> str:
    return str(get_entry_id(page.translation_key, page.locale.language_code))
