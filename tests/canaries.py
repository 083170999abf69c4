"""Words that stand in one place only, and finding them again, however an answer writes them.

A text's word is Cyrillic (канарче101), an address's is Latin (kanarche101): an answer may say the
address it was asked for, and never a private text.
"""

import re
import unicodedata
from collections.abc import Iterable
from html import unescape
from typing import Any
from urllib.parse import unquote

from cms.content.translatable import extract_text_segments
from tests.public import WORD, Answer

CANARY = re.compile(r"(?:канарче|kanarche)(\d{3})")
JSON_ESCAPE = re.compile(r"\\u([0-9a-f]{4})", re.IGNORECASE)
INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
# A translated text has the number of its source's, so much higher.
ENGLISH = 500


class Canaries:
    """Hands out a word for each place, and remembers which is whose."""

    def __init__(self) -> None:
        self.places: dict[str, str] = {}

    def text(self, place: str) -> str:
        """A text for a place; what is searched for (`public.WORD`) is in it too."""
        return f"{WORD} канарче{self._number(place)}"

    def slug(self, place: str) -> str:
        """A part of an address, or a file's name."""
        return f"kanarche{self._number(place)}"

    def english(self, thing: Any) -> dict[str, str]:
        """The translation of every piece of text of a page or snippet, for `factories.translate`:
        each has a word of its own."""
        source = {part.string.data for part in extract_text_segments(thing)}
        return {text: CANARY.sub(self._translated, text) for text in source}

    def of(self, *names: str) -> set[str]:
        """The places whose name begins with one of these."""
        return {place for place in self.places.values() if place.startswith(names)}

    def found(self, text: str) -> dict[str, str]:
        """The words that stand in a text, each with its place."""
        words = {match[0]: match[1] for match in CANARY.finditer(plain(text))}
        return {word: self.places[number] for word, number in words.items()}

    def seen(self, answers: Iterable[Answer]) -> dict[str, list[str]]:
        """The places whose words are in the answers, each with the requests that tell them.

        An answer's own address tells nothing: who asks for it knows it.
        """
        seen: dict[str, list[str]] = {}
        for answer in answers:
            asked = self.found(answer.address)
            for word, place in self.found(answer.text).items():
                if word not in asked:
                    seen.setdefault(place, []).append(answer.request)
        return seen

    def _number(self, place: str) -> str:
        number = str(101 + sum(int(number) <= ENGLISH for number in self.places))
        self.places[number] = place
        return number

    def _translated(self, source: re.Match[str]) -> str:
        number = str(int(source[1]) + ENGLISH)
        self.places[number] = f"{self.places[source[1]]}, in English"
        return source[0].replace(source[1], number)


def plain(text: str) -> str:
    """A text without the escapes of JSON, HTML and addresses, in small letters."""
    before = None
    while text != before:
        before = text
        text = JSON_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
        text = unquote(unescape(text))
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).casefold()
