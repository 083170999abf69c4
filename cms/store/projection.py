"""From the pages of one group (a page in all its languages) to their entries' contents."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.utils import timezone
from wagtail.models import Locale, Page

from cms import keys
from cms.addresses import page_url
from cms.entry_types import TYPES
from cms.serializers import base
from cms.serializers.links import entry_id, references
from cms.shapes import OtherLanguage, Translation
from cms.store.models import Entry, Facet
from cms.store.selections import ALL
from cms.translation.state import State, source_of, states

JSON = dict[str, Any]


@dataclass(frozen=True)
class Made:
    """Everything the store keeps of one public page."""

    fields: dict[str, Any]
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
            "published_at": self.fields["published_at"] or Facet.UNDATED,
            "position": self.position,
            "title_key": self.fields["title_key"][: Facet.TITLE_KEY_BYTES],
            "updated_at": self.fields["updated_at"],
        }


@dataclass(frozen=True)
class Projection:
    """A page in all its languages: its entries, and the keys of what they were made from."""

    group: str
    entries: list[Made]
    dependencies: frozenset[str]


def project(group: str) -> Projection:
    """Serialise the public members of a group as they are in the database now."""
    members = load(group)
    public = [member for member in members if member.is_public()]
    told = states(members, public)
    entries = [_make(group, member, members, told) for member in public]
    keys_of_all = [member.public_dependencies() for member in members]
    return Projection(
        group, entries, frozenset().union(*keys_of_all, *(made.keys for made in entries))
    )


def whole(page: Any) -> JSON:
    """The entry a page would have now: for previews and restricted pages, which are not stored."""
    members = [page, *(m for m in load(keys.group(page)) if m.locale_id != page.locale_id)]
    public = [member for member in members if member is page or member.is_public()]
    own = base.own_form(page)
    around = _surroundings(page, own, members, states(members, public), timezone.now())
    return base.whole_form(own, around)


def with_untranslated(facets: list[str], public: Iterable[str]) -> list[str]:
    """Add to an entry's lists those in which it stands in for a translation.

    `public` are the languages in which its page is public.
    """
    missing = [code for code, _ in settings.LANGUAGES if code not in public]
    return facets + [keys.untranslated(facet, code) for facet in facets for code in missing]


def load(group: str) -> list[Any]:
    """Return the pages or snippets of a group, in all languages, specific."""
    model, _, translation_key = group.partition(":")
    if model == "page":
        pages = Page.objects.filter(translation_key=translation_key, depth__gt=1)
        found = list(pages.select_related("locale").specific())
        return [page for page in found if hasattr(page, "entry_type")]
    objects = apps.get_model(model)._default_manager.filter(translation_key=translation_key)
    return list(objects.select_related("locale").order_by("pk"))


def _make(group: str, page: Any, members: list[Any], told: dict[str, State]) -> Made:
    own = base.own_form(page)
    stored = Entry.objects.filter(pk=own.id).first()
    updated_at = _updated_at(page, own, stored)
    around = _surroundings(page, own, members, told, updated_at)
    whole = base.whole_form(own, around)
    kind = TYPES[page.entry_type]
    listed = [
        ALL,
        f"type:{kind.name}",
        f"translations:{group}",
        *page.public_facets(),
        *kind.facets(whole, around.groups),
    ]
    seen = {keys.entry(identity) for identity in references([own.data, own.ancestors])}
    return Made(
        fields={
            "id": own.id,
            "group": group,
            "type": kind.name,
            "locale": own.data["locale"],
            "slug": own.data["slug"],
            "title_key": own.data["title"].casefold().encode(),
            "path": own.data["path"],
            "live": True,
            "heads": kind.heads.facet.format(group=group) if kind.heads else "",
            "published_at": page.public_date(),
            "updated_at": updated_at,
            "last_published_at": page.last_published_at,
            "own_digest": own.digest,
            "whole": base.dump(whole),
            "listed": base.dump(base.list_form(whole)),
            "card": base.dump(base.card(own)),
        },
        facets=frozenset(with_untranslated(listed, told) if kind.listed else ()),
        position=page.public_position(),
        keys=frozenset(own.keys | seen),
    )


def _updated_at(page: Any, own: base.Own, stored: Entry | None) -> datetime:
    """When the page's own text last changed: its publication, unless it said the same before."""
    published = (page.last_published_at or timezone.now()).replace(microsecond=0)
    if stored is None:
        return published
    published_again = stored.last_published_at != page.last_published_at
    says_the_same = stored.live and stored.own_digest == own.digest
    if says_the_same or not published_again:
        return min(stored.updated_at, published)
    return published


def _surroundings(
    page: Any, own: base.Own, members: list[Any], told: dict[str, State], updated_at: datetime
) -> base.Surroundings:
    locale = page.locale.language_code
    source = source_of(members) or page
    source_locale = source.locale.language_code
    translation: Translation = {
        "state": told[locale].name,
        "source_locale": source_locale,
        "source_id": _id(source) if source_locale in told else None,
        "translated_percent": told[locale].percent,
    }
    cards, groups = neighbours(references([own.data, own.ancestors]))
    return base.Surroundings(
        cards=cards,
        groups=groups,
        updated_at=updated_at,
        translation=translation,
        translations=[
            _translation(code, members, told)
            for code in Locale.objects.values_list("language_code", flat=True).order_by("pk")
            if code != locale
        ],
    )


def _translation(code: str, members: list[Any], told: dict[str, State]) -> OtherLanguage:
    if code not in told:
        return {"locale": code, "state": "missing", "id": None, "path": None, "url": None}
    member = next(member for member in members if member.locale.language_code == code)
    url = page_url(path := member.public_path())
    return {
        "locale": code,
        "state": told[code].name,
        "id": _id(member),
        "path": path if url else None,
        "url": url or None,
    }


def neighbours(ids: Iterable[str]) -> tuple[dict[str, JSON], dict[str, str]]:
    """The cards of the named entries by id, and their groups; of those only that are public."""
    live = Entry.objects.filter(pk__in=set(ids), live=True)
    rows = [(str(pk), card, group) for pk, card, group in live.values_list("pk", "card", "group")]
    return (
        {identity: json.loads(card) for identity, card, _ in rows},
        {identity: group for identity, _, group in rows},
    )


def _id(page: Any) -> str:
    return str(entry_id(page.translation_key, page.locale.language_code))
