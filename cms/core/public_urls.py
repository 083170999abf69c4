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
# Below it, for people who use no feed reader: /bg/abonament/poshta/.
MAIL = {"bg": "poshta", "en": "mail"}
SEARCH = {"bg": "tarsene", "en": "search"}
# A year's articles stand at /bg/novini/2026/.
YEAR = re.compile(r"[0-9]{4}")


def word(words: dict[str, str], language: str) -> str:
    """Return the language's word; a language without one of its own uses the English."""
    return words.get(language, words["en"])


def home_path(language: str) -> str:
    """Return the address of a language's home."""
    return f"/{language}/"


def search_path(language: str) -> str:
    """Return the address of a language's search page."""
    return f"/{language}/{word(SEARCH, language)}/"


def subscribe_path(language: str) -> str:
    """Return the address of a language's page of feeds."""
    return f"/{language}/{word(SUBSCRIBE, language)}/"


def mail_path(language: str) -> str:
    """Return the address where a language's news are asked for by e-mail."""
    return f"{subscribe_path(language)}{word(MAIL, language)}/"


def mail_paths(language: str) -> list[str]:
    """Return each address that `mail_path` gives to some language, with this one in its place."""
    return [
        f"/{language}/{word(SUBSCRIBE, code)}/{word(MAIL, code)}/"
        for code in dict.fromkeys([*SUBSCRIBE, *MAIL])
    ]


def is_reserved(slug: str) -> bool:
    """Whether a page with this slug would stand on an address that is already taken."""
    fixed = {*CATEGORY.values(), *SUBSCRIBE.values(), *SEARCH.values()}
    return slug in fixed or YEAR.fullmatch(slug) is not None


def public_url(path: str) -> str:
    """Return the absolute address of a path of this installation; "" for what has no path."""
    return f"{settings.BASE_URL}{path}" if path.startswith("/") else ""


def front_end(path: str) -> str:
    """Return the address of the front end that shows the page at a path; "" for our own site.

    Each language may have one (`FRONTEND_URL`); a path's language is its first folder.
    """
    language = path.removeprefix("/").partition("/")[0]
    return settings.FRONTENDS.get(language, "")


def page_url(path: str) -> str:
    """Return the absolute address where people read the page at a path; "" for what has none.

    What only our own server has (API, media, files, feeds) is at `public_url`.
    """
    return f"{front_end(path) or settings.BASE_URL}{path}" if path.startswith("/") else ""
