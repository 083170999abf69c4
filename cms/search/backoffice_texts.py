"""What the index holds of a page, snippet, picture or file for the searches of the back office.

A text is indexed by tokens. Each begins with a letter that tells what it is: `w` a word as it is
written, `b`, `l` and `s` a key by which a word is found in its other forms (cms.search.analysis),
`t` any of these in the title.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.conf import settings
from django.db.models import Manager
from wagtail.models import Locale
from wagtail.search.index import AutocompleteField, Indexed, RelatedFields, SearchField

from cms.content.publishable import Translatable
from cms.search import extraction
from cms.search.analysis import keys, other_typings, part_keys, spelt, typed, words
from cms.search.index_texts import within_bytes
from cms.search.letters import lookalike

AS_WRITTEN, IN_TITLE = "w", "t"
# The model of any page or snippet that has drafts says by this whether it is public.
LIVE = "live"
# Bytes of one text's tokens: PostgreSQL refuses more than a megabyte, with their positions.
MOST_BYTES = 400_000


class Newest(AutocompleteField):
    def get_value(self, obj: "IndexRow") -> str:
        return obj.newest


class Published(SearchField):
    def get_value(self, obj: "IndexRow") -> str:
        return obj.published


@dataclass(frozen=True)
class IndexRow:
    """An object as Wagtail's index takes one: the tokens of its newest draft stand in the column
    `autocomplete`, those of what is public, where it has drafts, in `body`."""

    pk: int
    newest: str
    published: str

    def get_search_fields(self) -> list[Any]:
        return [Newest("newest"), Published("published")]


def index_rows(things: Iterable[Translatable]) -> list[IndexRow]:
    """Return the rows of objects of one model. A query, and a few for each that has a draft."""
    codes = dict(Locale.objects.values_list("pk", "language_code"))
    return [_row(thing, codes.get(getattr(thing, "locale_id", None), "")) for thing in things]


def languages_of(locale: str) -> list[str]:
    """The languages by which words are known: of what has none, all of them."""
    return [locale] if locale else [code for code, _ in settings.LANGUAGES]


def forms(word: str, languages: Iterable[str]) -> set[str]:
    """Return the tokens of a spelt word that its other forms have too."""
    return {key for language in languages for key in keys(word, language)}


def spellings(word: str) -> list[str]:
    """Return the tokens of a spelt word as it is written, in either alphabet."""
    folded = typed(word)
    return [f"{AS_WRITTEN}{each}" for each in dict.fromkeys((folded, lookalike(folded)))]


def word_tokens(text: str, languages: list[str]) -> Iterator[str]:
    """Yield the tokens of a text's words and of what is written as one, each word's once; then
    those of their parts and of other ways to type them."""
    for word in dict.fromkeys(word for _, _, word in spelt(text)):
        yield from spellings(word)
        yield from sorted(forms(word, languages))
    for language in languages:
        yield from part_keys(text, language)
        yield from (f"{AS_WRITTEN}{each}" for each in sorted(other_typings(text, language)))


def _row(content: Indexed, locale: str) -> IndexRow:
    has_drafts = hasattr(content, LIVE)
    newest = content.get_latest_revision_as_object() if has_drafts else content
    tokens = _tokens(newest, locale)
    if not has_drafts or not content.live:
        return IndexRow(content.pk, tokens, "")
    return IndexRow(content.pk, tokens, tokens if newest is content else _tokens(content, locale))


def _tokens(content: Indexed, locale: str) -> str:
    """The tokens of all that an object says: its words in their order, then those that have none.

    A text that is too long is cut.
    """
    said = list(_pieces(content, content.get_search_fields()))
    title = _cleaned(text for is_title, text in said if is_title)
    text = _cleaned(text for is_title, text in said if not is_title)
    languages = languages_of(locale)
    whole = f"{title}\n{text}"[: extraction.LONGEST]
    written = [f"{AS_WRITTEN}{typed(word)}" for _, _, word in words(whole)]
    in_title = (f"{IN_TITLE}{token}" for token in word_tokens(title, languages))
    unordered = dict.fromkeys(chain(in_title, word_tokens(whole, languages)))
    others = unordered.keys() - set(written)
    tokens = [*written, *(token for token in unordered if token in others)]
    return " ".join(within_bytes(tokens, MOST_BYTES))


def _cleaned(pieces: Iterable[str]) -> str:
    return extraction.clean("\n".join(dict.fromkeys(pieces)))


def _pieces(content: Indexed, fields: Iterable[Any], is_title: bool | None = None) -> Iterator[Any]:
    """Yield each text of an object's searchable fields, and whether it is the title's."""
    for field in fields:
        if isinstance(field, RelatedFields):
            for related in _related(field.get_value(content)):
                yield from _pieces(related, field.fields, is_title=False)
        elif isinstance(field, SearchField | AutocompleteField):
            in_title = field.field_name == "title" if is_title is None else is_title
            for text in _texts(field.get_value(content)):
                yield in_title, text


def _related(value: object) -> Iterable[Any]:
    if value is None:
        return []
    return value.all() if isinstance(value, Manager) else [value]


def _texts(value: object) -> Iterator[str]:
    match value:
        case None:
            return
        case str():
            yield value
        case dict():
            for part in value.values():
                yield from _texts(part)
        case list() | tuple():
            for part in value:
                yield from _texts(part)
        case _:
            yield str(value)
