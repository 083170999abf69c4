"""What an entry says in words, read from its public JSON whatever its kind."""

import re
import unicodedata
from collections.abc import Iterator

from cms.core.json_types import JSON
from cms.core.unicode import normalize
from cms.languages.interface import has_public_texts
from cms.search.letters import JOINERS
from cms.upstream.wagtail import get_text_for_indexing

# The start of a long text is indexed, some fifty pages: databases refuse the longest.
MAX_LENGTH = 100_000
# Parts that are no words of the page's own: what it is, where it stands, what leads elsewhere.
UNSEARCHED_FIELDS = {
    "id", "type", "locale", "slug", "seo", "breadcrumbs", "translation", "translations", "feeds",
    "sources", "filename",
}  # fmt: skip
HTML = re.compile(r"<(?:p|h[1-6]|ul|ol|blockquote|table|div)\b")
# An address, a path, a moment.
NO_WORDS = re.compile(r"https?://|/|\d{4}-\d\d-\d\dT")


def extract_title(entry: JSON) -> str:
    return clean_text(entry["title"])


def extract_text(entry: JSON) -> str:
    """Everything else that it says, one piece a line."""
    searched = {name: value for name, value in entry.items() if name != "title"}
    if not has_public_texts(entry["locale"]):
        # A label is a word of the interface, and English there; its code is no word at all.
        labels = {name for name in searched if name.endswith("_label")}
        codes = {name.removesuffix("_label") for name in labels}
        searched = {name: value for name, value in searched.items() if name not in labels | codes}
    return clean_text("\n".join(_iterate_pieces(searched)))[:MAX_LENGTH]


def clean_text(words: str) -> str:
    """A text whose letters are each one character, without what cannot be seen.

    Joiners stay: without them, a Persian or Indic word and many an emoji look otherwise.
    """
    seen = filter(_is_seen, normalize("NFC", words))
    return "".join(seen).replace("\0", "")


def _is_seen(letter: str) -> bool:
    return letter in JOINERS or unicodedata.category(letter) not in ("Cf", "Cs")


def _iterate_pieces(value: object) -> Iterator[str]:
    match value:
        case str() if value and not NO_WORDS.match(value):
            yield _strip_tags(value)
        case {"path": _, "title": heading}:
            # Of another page only its name: the rest is found there.
            yield heading
        case dict():
            for name, part in value.items():
                # A code (`kind`) that is told in words beside it (`kind_label`) is no word.
                if name not in UNSEARCHED_FIELDS and f"{name}_label" not in value:
                    yield from _iterate_pieces(part)
        case list():
            for part in value:
                yield from _iterate_pieces(part)


def _strip_tags(value: str) -> str:
    return get_text_for_indexing(value) if HTML.match(value) else value
