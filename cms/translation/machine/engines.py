"""The services that translate, each by its own protocol. An engine sends nothing itself."""

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings

JSON_TYPE = {"Content-Type": "application/json"}


class UnreadableError(Exception):
    """An answer that is no list of texts, or holds a text that cannot be stored."""


@dataclass(frozen=True)
class EngineCall:
    """A request that asks for translations."""

    address: str
    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True)
class Engine(ABC):
    """A service at an address, with the key that opens it.

    `most` is how many texts one request may hold, `largest` how many bytes its body.
    """

    address: str
    key: str
    name = ""
    max_texts = 1
    max_bytes = 0

    @abstractmethod
    def build_call(self, texts: Sequence[str], source: str, target: str) -> EngineCall:
        """Ask for texts with simple tags in one language in another, by their codes."""

    @abstractmethod
    def translations(self, body: bytes) -> list[str]:
        """Read an answer. Raises UnreadableError where it is none."""

    def batch(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """The first texts that one request may hold; one that is too long goes by itself."""
        taken: list[str] = []
        for text in texts[: self.max_texts]:
            if taken and len(self.build_call([*taken, text], source, target).body) > self.max_bytes:
                break
            taken.append(text)
        return taken


class DeepL(Engine):
    """https://developers.deepl.com/docs: at most 50 texts and 128 KiB a request."""

    name = "DeepL"
    max_texts = 50
    max_bytes = 120 * 1024
    # A variety has to be chosen of what is translated into, of these languages.
    VARIETIES = {"en": "EN-GB", "pt": "PT-PT"}
    WHOLE = {"en-gb", "en-us", "pt-br", "pt-pt", "zh-hans", "zh-hant"}

    def build_call(self, texts: Sequence[str], source: str, target: str) -> EngineCall:
        target = target.lower()
        base = target.split("-")[0]
        payload = {
            "text": list(texts),
            "source_lang": source.split("-")[0].upper(),
            "target_lang": target.upper()
            if target in self.WHOLE
            else self.VARIETIES.get(base, base.upper()),
            "tag_handling": "html",
        }
        headers = JSON_TYPE | {"Authorization": f"DeepL-Auth-Key {self.key}"}
        return EngineCall(f"{self.address}/v2/translate", _json(payload), headers)

    def translations(self, body: bytes) -> list[str]:
        with _reading():
            return [_text(item["text"]) for item in json.loads(body)["translations"]]


class LibreTranslate(Engine):
    """https://docs.libretranslate.com: slow on a small machine, so little at a time."""

    name = "LibreTranslate"
    max_texts = 20
    max_bytes = 6 * 1024

    def build_call(self, texts: Sequence[str], source: str, target: str) -> EngineCall:
        payload = {
            "q": list(texts),
            "source": source.split("-")[0],
            "target": target.split("-")[0],
            "format": "html",
        }
        if self.key:
            payload["api_key"] = self.key
        return EngineCall(f"{self.address}/translate", _json(payload), JSON_TYPE)

    def translations(self, body: bytes) -> list[str]:
        with _reading():
            found = json.loads(body)["translatedText"]
            if not isinstance(found, list):
                raise TypeError("one text instead of a list")
            return [_text(item) for item in found]


def configured_engine() -> Engine | None:
    """The one that is configured, DeepL before LibreTranslate."""
    if settings.DEEPL_KEY:
        return DeepL(settings.DEEPL_URL, settings.DEEPL_KEY)
    if settings.LIBRETRANSLATE_URL:
        return LibreTranslate(settings.LIBRETRANSLATE_URL, settings.LIBRETRANSLATE_KEY)
    return None


@contextmanager
def _reading() -> Iterator[None]:
    """Turn whatever reading an answer raises into UnreadableError; brackets within brackets end
    in a RecursionError."""
    try:
        yield
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise UnreadableError(type(error).__name__) from error


def _text(value: object) -> str:
    """Return a text. Raises TypeError, or UnicodeError for half of a surrogate pair."""
    if not isinstance(value, str):
        raise TypeError("no text")
    value.encode()
    return value


def _json(payload: object) -> bytes:
    return json.dumps(payload, ensure_ascii=False).encode()
