"""The fixed words of the public addresses, per language.

The whole table of addresses is in docs/architecture.md; these words are part of the public
contract, so they stand here and not in a message catalogue.
"""

import re

from django.conf import settings

# The folder of a news category below the news section: /bg/novini/kategoria/…
CATEGORY = {"bg": "kategoria", "en": "category"}
# The pages of a language that no editor writes: /bg/abonament/, /en/search/ …
SUBSCRIBE = {"bg": "abonament", "en": "subscribe"}
SEARCH = {"bg": "tarsene", "en": "search"}
# A year's articles stand at /bg/novini/2026/.
YEAR = re.compile(r"[0-9]{4}")


def word(words: dict[str, str], language: str) -> str:
    """Return the language's word; a language without one of its own uses the English."""
    return words.get(language, words["en"])


def is_reserved(slug: str) -> bool:
    """Whether a page with this slug would stand on an address that is already taken."""
    fixed = {*CATEGORY.values(), *SUBSCRIBE.values(), *SEARCH.values()}
    return slug in fixed or YEAR.fullmatch(slug) is not None


def public_url(path: str) -> str:
    """Return the absolute address of a path of this installation; "" for what has no path."""
    return f"{settings.BASE_URL}{path}" if path.startswith("/") else ""
