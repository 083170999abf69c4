"""What every content file is made of: a text in both languages, the day of entry, and fixed ids."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

# The cluster's text gives no dates. Everything is therefore dated to the one day it was entered
# here; a fixed moment, not "now", gives every installation the same feeds, sitemap and archive.
DAY = datetime(2026, 1, 15, 9, 0, tzinfo=ZoneInfo("Europe/Sofia"))

# Drawn once at random. Changing it would change the id of every page, and so of every feed item.
NAMESPACE = uuid.UUID("65e75f43-d680-425a-846d-8a0944773640")


@dataclass(frozen=True)
class Text:
    """One text in both languages; plain text unless the field that holds it says otherwise."""

    bg: str
    en: str

    def __getitem__(self, code: str) -> str:
        return {"bg": self.bg, "en": self.en}[code]


def key(name: str) -> uuid.UUID:
    """The same id for the same name in every installation.

    For translation keys and block ids. Name each thing by its room and its Bulgarian slug, once:
    "members/asarel-medet", "about/body/1".
    """
    return uuid.uuid5(NAMESPACE, name)
