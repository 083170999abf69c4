"""The language in which readers of a content language see our own public texts.

There are public texts for the languages with a message catalogue of ours; readers of any other see
them in English, marked as such. Neither Django's fallback to the site's first language nor words of
its own and Wagtail's catalogues come in between.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from struct import unpack

from django.conf import settings
from django.utils import translation

# What texts are written in.
ENGLISH = "en"

_content: ContextVar[str] = ContextVar("content_language", default="")


@contextmanager
def use_public_texts(language: str) -> Iterator[None]:
    """Show public texts to readers of a content language."""
    token = _content.set(language)
    try:
        with translation.override(get_interface_language(language)):
            yield
    finally:
        _content.reset(token)


def get_content_language() -> str:
    """Return the language whose readers are written for, which dates and numbers follow."""
    return _content.get() or translation.get_language() or ENGLISH


def get_interface_language(language: str) -> str:
    """Return the language of the public texts for readers of a language: its own, that of which
    it is a variant ("de" for "de-at"), or English."""
    translated = list_translated_languages()
    return next(
        (code for code in (language, *_list_parents(language)) if code in translated), ENGLISH
    )


def has_public_texts(language: str) -> bool:
    """Whether readers of a language see the public texts in it, or in that which it varies."""
    return is_same(get_interface_language(language), language)


def is_same(language: str, other: str) -> bool:
    """Whether readers take both for one language: a variant's texts may be the language's own."""
    return language.partition("-")[0] == other.partition("-")[0]


@cache
def list_translated_languages() -> frozenset[str]:
    """Return the languages with public texts of their own: those that a catalogue was begun for."""
    catalogues = settings.LOCALE_PATHS[0].glob("*/LC_MESSAGES/django.mo")
    begun = {path.parts[-3] for path in catalogues if _holds_messages(path)}
    return frozenset({ENGLISH, *map(translation.to_language, begun)})


def _list_parents(language: str) -> Iterator[str]:
    """Yield the languages that a variant's readers read as well: another script is not read."""
    while "-" in language:
        language, _, last = language.rpartition("-")
        if len(last) == len("Latn"):
            return
        yield language


def _holds_messages(catalogue: Path) -> bool:
    """Whether there is more than the header in a compiled catalogue: its third word counts the
    entries (GNU gettext's manual, “The Format of GNU MO Files”)."""
    with catalogue.open("rb") as file:
        _magic, _revision, count = unpack("=3I", file.read(12))
    return bool(count > 1)
