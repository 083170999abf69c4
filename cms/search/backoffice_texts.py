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
from cms.search.analysis import (
    get_keys,
    iterate_part_keys,
    iterate_tokens,
    iterate_words,
    list_other_typings,
    normalise_typed,
)
from cms.search.index_texts import limit_bytes
from cms.search.letters import replace_lookalikes

AS_WRITTEN, IN_TITLE = "w", "t"
# The model of any page or snippet that has drafts says by this whether it is public.
LIVE = "live"
# Bytes of one text's tokens: PostgreSQL refuses more than a megabyte, with their positions.
MAX_BYTES = 400_000


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


def build_index_rows(contents: Iterable[Translatable]) -> list[IndexRow]:
    """Return the rows of objects of one model. A query, and a few for each that has a draft."""
    codes = dict(Locale.objects.values_list("pk", "language_code"))
    return [
        _build_row(content, codes.get(getattr(content, "locale_id", None), ""))
        for content in contents
    ]


def list_languages(locale: str) -> list[str]:
    """The languages by which words are known: of what has none, all of them."""
    return [locale] if locale else [code for code, _ in settings.LANGUAGES]


def list_form_tokens(word: str, languages: Iterable[str]) -> set[str]:
    """Return the tokens of a spelt word that its other forms have too."""
    return {key for language in languages for key in get_keys(word, language)}


def list_spellings(word: str) -> list[str]:
    """Return the tokens of a spelt word as it is written, in either alphabet."""
    folded = normalise_typed(word)
    return [f"{AS_WRITTEN}{each}" for each in dict.fromkeys((folded, replace_lookalikes(folded)))]


def iterate_word_tokens(text: str, languages: list[str]) -> Iterator[str]:
    """Yield the tokens of a text's words and of what is written as one, each word's once; then
    those of their parts and of other ways to type them."""
    for word in dict.fromkeys(word for _, _, word in iterate_tokens(text)):
        yield from list_spellings(word)
        yield from sorted(list_form_tokens(word, languages))
    for language in languages:
        yield from iterate_part_keys(text, language)
        yield from (f"{AS_WRITTEN}{each}" for each in sorted(list_other_typings(text, language)))


def _build_row(content: Indexed, locale: str) -> IndexRow:
    has_drafts = hasattr(content, LIVE)
    newest = content.get_latest_revision_as_object() if has_drafts else content
    tokens = _build_tokens(newest, locale)
    if not has_drafts or not content.live:
        return IndexRow(content.pk, tokens, "")
    return IndexRow(
        content.pk, tokens, tokens if newest is content else _build_tokens(content, locale)
    )


def _build_tokens(content: Indexed, locale: str) -> str:
    """The tokens of all that an object says: its words in their order, then those that have none.

    A text that is too long is cut.
    """
    pieces = list(_iterate_pieces(content, content.get_search_fields()))
    title = _clean(text for is_title, text in pieces if is_title)
    text = _clean(text for is_title, text in pieces if not is_title)
    languages = list_languages(locale)
    whole = f"{title}\n{text}"[: extraction.MAX_LENGTH]
    written = [f"{AS_WRITTEN}{normalise_typed(word)}" for _, _, word in iterate_words(whole)]
    in_title = (f"{IN_TITLE}{token}" for token in iterate_word_tokens(title, languages))
    unordered = dict.fromkeys(chain(in_title, iterate_word_tokens(whole, languages)))
    others = unordered.keys() - set(written)
    tokens = [*written, *(token for token in unordered if token in others)]
    return " ".join(limit_bytes(tokens, MAX_BYTES))


def _clean(pieces: Iterable[str]) -> str:
    return extraction.clean_text("\n".join(dict.fromkeys(pieces)))


def _iterate_pieces(
    content: Indexed, fields: Iterable[Any], is_title: bool | None = None
) -> Iterator[Any]:
    """Yield each text of an object's searchable fields, and whether it is the title's."""
    for field in fields:
        if isinstance(field, RelatedFields):
            for related in _list_related(field.get_value(content)):
                yield from _iterate_pieces(related, field.fields, is_title=False)
        elif isinstance(field, SearchField | AutocompleteField):
            in_title = field.field_name == "title" if is_title is None else is_title
            for text in _iterate_texts(field.get_value(content)):
                yield in_title, text


def _list_related(value: object) -> Iterable[Any]:
    if value is None:
        return []
    return value.all() if isinstance(value, Manager) else [value]


def _iterate_texts(value: object) -> Iterator[str]:
    match value:
        case None:
            return
        case str():
            yield value
        case dict():
            for part in value.values():
                yield from _iterate_texts(part)
        case list() | tuple():
            for part in value:
                yield from _iterate_texts(part)
        case _:
            yield str(value)
