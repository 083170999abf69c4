"""The services that the environment names by an address: database, cache, mail server.

An address may hold a password, so no error repeats it.
"""

from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ImproperlyConfigured
from environ import Env

Config = dict[str, Any]

SQLITE, POSTGRESQL = {"sqlite"}, {"postgres", "postgresql"}
REDIS = {"rediscache", "redis", "rediss"}
# Others need a package or a table that nobody installs here.
CACHES = {*REDIS, "locmemcache", "filecache", "dummycache"}
SMTP = {"smtp", "smtp+tls", "smtp+ssl", "smtps"}
MAIL = {*SMTP, "consolemail", "filemail", "memorymail", "dummymail"}


def database(env: Env, default: str) -> Config:
    """Return Django's settings of the database that `DATABASE_URL` names."""
    words = "DATABASE_URL must be sqlite:///<file> or postgres://user:password@host:5432/name"
    url = env.str("DATABASE_URL", default="") or default
    parts = _parts(url, SQLITE | POSTGRESQL, words)
    # Without a name SQLite's would be in memory, of each thread alone.
    if not parts.path.strip("/") or (parts.scheme in SQLITE and parts.netloc):
        raise ImproperlyConfigured(words)
    return dict(env.db_url_config(url))


def cache(env: Env) -> Config:
    """Return Django's settings of the cache that `CACHE_URL` names."""
    words = "CACHE_URL must be locmemcache:// or rediscache://host:6379/0"
    url = env.str("CACHE_URL", default="") or "locmemcache://"
    parts = _parts(url, CACHES, words)
    if parts.scheme in REDIS and not (parts.hostname and _is_number(parts.path.strip("/"))):
        raise ImproperlyConfigured(words)
    return dict(env.cache_url_config(url))


def mail(env: Env) -> Config:
    """Return Django's settings of the mail server that `EMAIL_URL` names."""
    words = (
        "EMAIL_URL must be smtp://, smtp+tls:// or smtp+ssl://, then user:password@host:port; "
        "signs such as @, / and # in a password are written as %40, %2F and %23"
    )
    url = env.str("EMAIL_URL", default="") or "consolemail://"
    parts = _parts(url, MAIL, words)
    if parts.scheme in SMTP and (not parts.hostname or parts.path.strip("/")):
        raise ImproperlyConfigured(words)
    return dict(env.email_url_config(url))


def _parts(url: str, schemes: set[str], words: str) -> SplitResult:
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
