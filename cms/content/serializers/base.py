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
    ADDRESS_FIELDS,
    Breadcrumb,
    Card,
    ContextFields,
    OtherLanguage,
    OwnFields,
    Translation,
)
from cms.content.serializers.links import fill_stand_ins, get_digest_text, get_entry_id
from cms.content.serializers.page_reader import PageReader
from cms.core.json_types import JSON
from cms.core.public_urls import get_page_url, get_public_url
from cms.core.timestamps import format_moment
from cms.languages.interface import use_public_texts

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
        hashed = {name: value for name, value in self.data.items() if name not in ADDRESS_FIELDS}
        text = json.dumps(hashed, default=get_digest_text, ensure_ascii=False, sort_keys=True)
        return sha256(text.replace(settings.BASE_URL, "").encode()).hexdigest()


def serialize_own_content(page: Publishable) -> OwnContent:
    """Serialise what the page says itself, in the page's own language."""
    locale = page.locale.language_code
    reader = PageReader(locale)
    kind = TYPES[page.entry_type]
    identity = get_entry_id(page.translation_key, locale)
    with use_public_texts(locale):
        own_fields: OwnFields = {
            "id": str(identity),
            "type": kind.name,
            "locale": locale,
            "title": page.title,
            "slug": page.slug,
            "path": page.get_public_path(),
            "url": get_page_url(page.get_public_path()),
            "api_url": get_public_url(f"/api/v1/pages/{identity}/" if kind.listed else ""),
            "published_at": format_moment(date) if (date := page.get_public_date()) else None,
            "summary": page.summary,
            "seo": page.get_public_seo(reader),
        }
        data = {**own_fields, **kind.fields(page, reader)}
    return OwnContent(identity, data, page.get_public_ancestors(reader), reader.keys)


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


def serialize_entry(own: OwnContent, context: EntryContext) -> JSON:
    """The entry as the public sees it."""
    data = fill_stand_ins(own.data, context.cards)
    ancestors: list[Card] = fill_stand_ins(own.ancestors, context.cards)
    context_fields: ContextFields = {
        "updated_at": format_moment(context.updated_at),
        "breadcrumbs": [Breadcrumb(title=card["title"], path=card["path"]) for card in ancestors],
        "translation": context.translation,
        "translations": context.translations,
    }
    body = {"body": data.pop("body")} if "body" in data else {}
    if not TYPES[data["type"]].listed:
        data = {name: value for name, value in data.items() if name not in ADDRESS_FIELDS}
    return {**data, **context_fields, **body}


def serialize_list_item(entry: JSON) -> JSON:
    """The entry as it stands in a list: without what is only for its own page."""
    heavy = TYPES[entry["type"]].heavy
    return {name: value for name, value in entry.items() if name not in heavy}


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
