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


def get_word(words: dict[str, str], language: str) -> str:
    """Return the language's word; a language without one of its own uses the English."""
    return words.get(language, words["en"])


def get_home_path(language: str) -> str:
    """Return the address of a language's home."""
    return f"/{language}/"


def get_search_path(language: str) -> str:
    """Return the address of a language's search page."""
    return f"/{language}/{get_word(SEARCH, language)}/"


def get_subscribe_path(language: str) -> str:
    """Return the address of a language's page of feeds."""
    return f"/{language}/{get_word(SUBSCRIBE, language)}/"


def get_mail_path(language: str) -> str:
    """Return the address where a language's news are asked for by e-mail."""
    return f"{get_subscribe_path(language)}{get_word(MAIL, language)}/"


def list_mail_paths(language: str) -> list[str]:
    """Return each address that `get_mail_path` gives to some language, with this one in its
    place."""
    return [
        f"/{language}/{get_word(SUBSCRIBE, code)}/{get_word(MAIL, code)}/"
        for code in dict.fromkeys([*SUBSCRIBE, *MAIL])
    ]


def is_reserved(slug: str) -> bool:
    """Whether a page with this slug would stand on an address that is already taken."""
    fixed = {*CATEGORY.values(), *SUBSCRIBE.values(), *SEARCH.values()}
    return slug in fixed or YEAR.fullmatch(slug) is not None


def get_public_url(path: str) -> str:
    """Return the absolute address of a path of this installation; "" for what has no path."""
    return f"{settings.BASE_URL}{path}" if path.startswith("/") else ""


def get_front_end(path: str) -> str:
    """Return the address of the front end that shows the page at a path; "" for our own site.

    Each language may have one (`FRONTEND_URL`); a path's language is its first folder.
    """
    language = path.removeprefix("/").partition("/")[0]
    return settings.FRONTENDS.get(language, "")


def get_page_url(path: str) -> str:
    """Return the absolute address where people read the page at a path; "" for what has none.

    What only our own server has (API, media, files, feeds) is at `get_public_url`.
    """
    return f"{get_front_end(path) or settings.BASE_URL}{path}" if path.startswith("/") else ""
