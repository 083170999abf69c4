"""What every entry has, whatever its kind; the kind's own fields come from its section.

The shapes are those of the public contract (cms.content.schemas).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.conf import settings

from cms.content.entry_types import TYPES
from cms.content.publishable import Publishable
from cms.content.schemas import (
    PLACE,
    Breadcrumb,
    Card,
    ContextFields,
    OtherLanguage,
    OwnFields,
    Translation,
)
from cms.content.serializers.links import entry_id, fill
from cms.content.serializers.page_reader import Reading
from cms.core.json_types import JSON
from cms.core.public_urls import page_url, public_url
from cms.core.timestamps import format_moment
from cms.languages.interface import public_texts

# Raised whenever the same page would give another entry: the store then re-projects itself.
VERSION = 14


@dataclass
class OwnContent:
    """What a page says itself, with stand-ins for its neighbours."""

    id: UUID
    data: JSON
    ancestors: list[Card]
    keys: set[str] = field(default_factory=set)

    @property
    def digest(self) -> str:
        """Changes when the page's own text, pictures or facts do.

        The address of the site and the page's own place are no part of it: a move, a new domain
        or a front end is not an update of the text.
        """
        told = {name: value for name, value in self.data.items() if name not in PLACE}
        text = json.dumps(told, default=repr, ensure_ascii=False, sort_keys=True)
        return sha256(text.replace(settings.BASE_URL, "").encode()).hexdigest()


def serialize_own_content(page: Publishable) -> OwnContent:
    """Serialise what the page says itself, in the page's own language."""
    locale = page.locale.language_code
    reading = Reading(locale)
    kind = TYPES[page.entry_type]
    identity = entry_id(page.translation_key, locale)
    with public_texts(locale):
        said: OwnFields = {
            "id": str(identity),
            "type": kind.name,
            "locale": locale,
            "title": page.title,
            "slug": page.slug,
            "path": page.public_path(),
            "url": page_url(page.public_path()),
            "api_url": public_url(f"/api/v1/pages/{identity}/" if kind.listed else ""),
            "published_at": format_moment(date) if (date := page.public_date()) else None,
            "summary": page.summary,
            "seo": page.public_seo(reading),
        }
        data = {**said, **kind.fields(page, reading)}
    return OwnContent(identity, data, page.public_ancestors(reading), reading.keys)


@dataclass(frozen=True)
class EntryContext:
    """What an entry says that is not the page's own.

    `cards` are other entries' cards by id, `groups` the keys of those pages in all their languages.
    """

    cards: Mapping[str, JSON]
    groups: Mapping[str, str]
    updated_at: datetime
    translation: Translation
    translations: list[OtherLanguage]


def serialize_entry(own: OwnContent, around: EntryContext) -> JSON:
    """The entry as the public sees it."""
    data = fill(own.data, around.cards)
    ancestors: list[Card] = fill(own.ancestors, around.cards)
    surroundings: ContextFields = {
        "updated_at": format_moment(around.updated_at),
        "breadcrumbs": [Breadcrumb(title=card["title"], path=card["path"]) for card in ancestors],
        "translation": around.translation,
        "translations": around.translations,
    }
    body = {"body": data.pop("body")} if "body" in data else {}
    if not TYPES[data["type"]].listed:
        data = {name: value for name, value in data.items() if name not in PLACE}
    return {**data, **surroundings, **body}


def serialize_list_item(whole: JSON) -> JSON:
    """The entry as it stands in a list: without what is only for its own page."""
    heavy = TYPES[whole["type"]].heavy
    return {name: value for name, value in whole.items() if name not in heavy}


def serialize_card(own: OwnContent) -> Card:
    """What other pages may show of this one. It depends on no other page."""
    data = own.data
    picture = data.get("picture") or {}
    image = picture.get("image") or data.get("logo") or data["seo"]["image"]
    return {
        "id": data["id"],
        "type": data["type"],
        "locale": data["locale"],
        "title": data["title"],
        "path": data["path"],
        "url": data["url"],
        "summary": data["summary"],
        "published_at": data["published_at"],
        "image": image,
    }


def dump_json(data: Mapping[str, object]) -> str:
    """The JSON text of an entry, as it is stored and sent."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
