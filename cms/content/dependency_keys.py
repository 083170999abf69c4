"""The names of the things entries are made from.

A *key* is a short text that names one thing a change can touch. An entry's dependencies and
the pending changes are keys, so "which entries does this change touch?" is one look-up.

    page:<translation key>      a page in all its languages; <app.model>:<translation key> for a
                                snippet with entries of its own
    entry:<id>                  what another entry says of itself: its card, its being there
    list:<facet>:<locale>       which entries stand in a list, and in which order
    image:<pk>, document:<pk>, collection:<pk>
    tree:<pk>, children:<pk>    a page and all below it; the pages right below it (changes only)
    all                         everything (changes only)
    failed:<group>              a page or snippet that could not be projected (changes only)
    <group> <locale>            a page or snippet in one language (changes only)
"""

from hashlib import blake2s
from uuid import UUID

from django.db.models import Model
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import Collection, Page

from cms.content.publishable import Translatable

ALL = "all"
FAILED = "failed:"
# In the name of a list of what is not public in a language; other names hold no space.
WITHOUT = " without "


def group(content: Translatable) -> str:
    """The key of a page or snippet in all its languages."""
    return group_of(content._meta.model, content.translation_key)


def group_of(model: type[Model], translation_key: UUID | str) -> str:
    """The same, of what is known by its model and its translation key alone."""
    kind = "page" if issubclass(model, Page) else model._meta.label_lower
    return f"{kind}:{translation_key}"


def in_language(group: str, locale: str) -> str:
    """The key of a page or snippet in one of its languages."""
    return f"{group} {locale}"


def entry(entry_id: UUID | str) -> str:
    return f"entry:{entry_id}"


def list_contents(facet: str, locale: str) -> str:
    return f"list:{facet}:{locale}"


def text_facet(kind: str, text: str) -> str:
    """The name of the list of those that say this text: the list's row outlives them, and must
    not tell what they said."""
    return f"{kind}:{blake2s(text.encode(), digest_size=8).hexdigest()}"


def failed(group: str) -> str:
    """The key of a group that could not be projected and is tried again."""
    return f"{FAILED}{group}"


def untranslated_facet(facet: str, code: str) -> str:
    """Return the name of the list of those that stand in another and are not public in a language.

    They stand in for their translations there (`fallback`).
    """
    return f"{facet}{WITHOUT}{code}"


def is_untranslated(facet: str) -> bool:
    return WITHOUT in facet


def tree(page_pk: int) -> str:
    return f"tree:{page_pk}"


def children(page_pk: int) -> str:
    return f"children:{page_pk}"


def medium(obj: AbstractImage | AbstractDocument | Collection) -> str:
    """The key of a picture, a file or a collection of them."""
    kinds = {AbstractImage: "image", AbstractDocument: "document", Collection: "collection"}
    kind = next(name for model, name in kinds.items() if isinstance(obj, model))
    return f"{kind}:{obj.pk}"
