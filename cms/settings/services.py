"""The services that the environment names by an address.

Database, cache and mail server: their addresses may hold a password, so no error repeats them.
The search's server, the WebSub hub and the translation services.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ImproperlyConfigured
from environ import Env

from cms.settings.environment import read_key

Config = dict[str, Any]

SQLITE, POSTGRESQL = {"sqlite"}, {"postgres", "postgresql"}
REDIS = {"rediscache", "redis", "rediss"}
# Others need a package or a table that nobody installs here.
CACHES = {*REDIS, "locmemcache", "filecache", "dummycache"}
SMTP = {"smtp", "smtp+tls", "smtp+ssl", "smtps"}
DEEPL_FREE, DEEPL_PAID = "https://api-free.deepl.com", "https://api.deepl.com"
MAIL = {*SMTP, "consolemail", "filemail", "memorymail", "dummymail"}


def read_database(env: Env, default: str) -> Config:
    """Return Django's settings of the database that `DATABASE_URL` names."""
    words = "DATABASE_URL must be sqlite:///<file> or postgres://user:password@host:5432/name"
    url = env.str("DATABASE_URL", default="") or default
    parts = _split_url(url, SQLITE | POSTGRESQL, words)
    # Without a name SQLite's would be in memory, of each thread alone.
    if not parts.path.strip("/") or (parts.scheme in SQLITE and parts.netloc):
        raise ImproperlyConfigured(words)
    return dict(env.db_url_config(url))


def read_cache(env: Env) -> Config:
    """Return Django's settings of the cache that `CACHE_URL` names."""
    words = "CACHE_URL must be locmemcache:// or rediscache://host:6379/0"
    url = env.str("CACHE_URL", default="") or "locmemcache://"
    parts = _split_url(url, CACHES, words)
    if parts.scheme in REDIS and not (parts.hostname and _is_number(parts.path.strip("/"))):
        raise ImproperlyConfigured(words)
    return dict(env.cache_url_config(url))


def read_mail(env: Env) -> Config:
    """Return Django's settings of the mail server that `EMAIL_URL` names."""
    words = (
        "EMAIL_URL must be smtp://, smtp+tls:// or smtp+ssl://, then user:password@host:port; "
        "signs such as @, / and # in a password are written as %40, %2F and %23"
    )
    url = env.str("EMAIL_URL", default="") or "consolemail://"
    parts = _split_url(url, MAIL, words)
    if parts.scheme in SMTP and (not parts.hostname or parts.path.strip("/")):
        raise ImproperlyConfigured(words)
    return dict(env.email_url_config(url))


def choose_search_backend(env: Env, environment: Mapping[str, str]) -> Config:
    """Return a backend of Wagtail's search: by default the database."""
    backend: Config = {
        "BACKEND": env.str("SEARCH_BACKEND", default="cms.search.backend"),
        # PostgreSQL leaves words as they are: what is indexed is stemmed already.
        "SEARCH_CONFIG": "simple",
    }
    url = read_address(environment, "SEARCH_URL")
    return backend | {"URLS": [url]} if url else backend


def read_hub(environment: Mapping[str, str]) -> str:
    """Return the address of the WebSub hub, "" for none.

    Raises ImproperlyConfigured where it is not an HTTP address.
    """
    address = environment.get("WEBSUB_HUB", "").strip()
    parts = urlsplit(address)
    if address and not (parts.scheme in ("http", "https") and parts.hostname):
        raise ImproperlyConfigured(
            f"WEBSUB_HUB={address}: give an address such as https://hub.example.org/"
        )
    return address


def read_address(environment: Mapping[str, str], name: str, default: str = "") -> str:
    """Return the address of a service without its last slash; "" for none.

    Raises ImproperlyConfigured where it is not an HTTP address.
    """
    given = environment.get(name, "").strip().rstrip("/") or default
    parts = urlsplit(given)
    if given and not (parts.scheme in ("http", "https") and parts.hostname):
        raise ImproperlyConfigured(
            f"{name}={given}: give an address such as https://translate.example.org"
        )
    return given


def read_deepl(environment: Mapping[str, str]) -> tuple[str, str]:
    """Return the address and the key of DeepL: a key that ends in `:fx` is one of the free plan."""
    found = read_key(environment, "DEEPL_KEY")
    return read_address(
        environment, "DEEPL_URL", DEEPL_FREE if found.endswith(":fx") else DEEPL_PAID
    ), found


def _split_url(url: str, schemes: set[str], words: str) -> SplitResult:
    """Return the parts of an address. Raises ImproperlyConfigured with these words."""
    try:
        parts = urlsplit(url)
        # Python looks at the port only when it is asked for.
        unfit = parts.scheme not in schemes or parts.port == 0
    except ValueError:
        unfit = True
    if unfit:
        raise ImproperlyConfigured(words)
    return parts


def _is_number(text: str) -> bool:
    return not text or (text.isascii() and text.isdigit())
