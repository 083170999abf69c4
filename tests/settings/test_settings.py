"""Every setting of docs/configuration.md: a good value is taken, a bad one refused in words."""

import re
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

pytestmark = pytest.mark.once

Loaded = dict[str, Any]
BASE = settings.ROOT / "cms" / "settings" / "base.py"
DOCUMENT = settings.ROOT / "docs" / "configuration.md"
FRONT = "https://www.example.org"


def in_default(setting: str, key: str) -> Callable[[Loaded], Any]:
    return lambda loaded: loaded[setting]["default"][key]


# The variable, a good value, where it is found, and as what.
GOOD: list[tuple[str, str, str | Callable[[Loaded], Any], Any]] = [
    ("PORT", "8001", "PORT", 8001),
    ("PORT", "8001", "BASE_URL", "http://localhost:8001"),
    ("BASE_URL", "https://Example.org/", "BASE_URL", "https://example.org"),
    ("BASE_URL", "https://example.org", "SECURE_SSL_REDIRECT", True),
    ("BASE_URL", "http://[2001:db8::1]:8000", lambda s: s["ALLOWED_HOSTS"][0], "[2001:db8::1]"),
    ("ALLOWED_HOSTS", "a.example.org, .example.com", lambda s: s["ALLOWED_HOSTS"][1:],
     ["a.example.org", ".example.com"]),
    ("SECURITY_CONTACT", "mailto:a@example.org,tel:+359-2-1,https://example.org/x",
     lambda s: len(s["SECURITY_CONTACT"]), 3),
    ("SECURITY_CONTACT", "security@example.org", "SECURITY_CONTACT", ["security@example.org"]),
    ("FRONTEND_URL", FRONT, "FRONTENDS", {"bg": FRONT, "en": FRONT}),
    ("FRONTEND_URL_EN", FRONT, "FRONTENDS", {"en": FRONT}),
    ("PREVIEW_DAYS", "30", "PREVIEW_DAYS", 30),
    ("PREVIEW_RATE", "5/hour", "PREVIEW_RATE", "5/hour"),
    ("DATABASE_URL", "postgres://me:p%40ss@db:5433/site", in_default("DATABASES", "PASSWORD"),
     "p@ss"),
    ("DATABASE_URL", "postgresql://me@db/site", in_default("DATABASES", "CONN_HEALTH_CHECKS"),
     True),
    ("DATABASE_URL", "sqlite:////srv/site.sqlite3", in_default("DATABASES", "NAME"),
     "/srv/site.sqlite3"),
    ("CACHE_URL", "locmemcache://", in_default("CACHES", "LOCATION"), ""),
    ("CACHE_URL", "rediscache://cache:6379/0", in_default("CACHES", "LOCATION"),
     "redis://cache:6379/0"),
    ("CACHE_URL", "rediss://:secret@cache", in_default("CACHES", "LOCATION"),
     "rediss://:secret@cache"),
    ("SECRET_KEY", "kept elsewhere", "SECRET_KEY", "kept elsewhere"),
    ("LANGUAGES", "bg,en,de", lambda s: [code for code, _ in s["LANGUAGES"]], ["bg", "en", "de"]),
    ("INTERFACE_LANGUAGES", "en,de", "WAGTAILADMIN_PERMITTED_LANGUAGES",
     [("en", "English"), ("de", "Deutsch")]),
    ("MAX_IMAGE_SIZE", "1000", "WAGTAILIMAGES_MAX_UPLOAD_SIZE", 1000),
    ("MAX_DOCUMENT_SIZE", "1000", "MAX_DOCUMENT_SIZE", 1000),
    ("MAX_TRANSLATION_FILE_SIZE", "1000", "MAX_TRANSLATION_FILE_SIZE", 1000),
    ("DEEPL_KEY", "a:fx", "DEEPL_URL", "https://api-free.deepl.com"),
    ("DEEPL_URL", "http://localhost:1/", "DEEPL_URL", "http://localhost:1"),
    ("LIBRETRANSLATE_URL", "http://10.0.0.1:5000/", "LIBRETRANSLATE_URL", "http://10.0.0.1:5000"),
    ("LIBRETRANSLATE_KEY", "abc", "LIBRETRANSLATE_KEY", "abc"),
    ("WAGTAIL_WRITE_API", "1", lambda s: "wagtail.api.v3" in s["INSTALLED_APPS"], True),
    ("WAGTAIL_WRITE_API", "0", lambda s: "wagtail.api.v3" in s["INSTALLED_APPS"], False),
    ("SEARCH_RATE", "5/minute", "SEARCH_RATE", "5/minute"),
    ("SUGGEST_RATE", "5/minute", "SUGGEST_RATE", "5/minute"),
    ("SEARCH_BACKEND", "wagtail.search.backends.elasticsearch8",
     in_default("WAGTAILSEARCH_BACKENDS", "BACKEND"), "wagtail.search.backends.elasticsearch8"),
    ("SEARCH_URL", "https://search:9200", in_default("WAGTAILSEARCH_BACKENDS", "URLS"),
     ["https://search:9200"]),
    ("WEBSUB_HUB", "https://hub.example.org/", "WEBSUB_HUB", "https://hub.example.org/"),
    ("WEBHOOK_PRIVATE_ADDRESSES", "1", "WEBHOOK_PRIVATE_ADDRESSES", True),
    ("WEBHOOK_PRIVATE_ADDRESSES", "False", "WEBHOOK_PRIVATE_ADDRESSES", False),
    ("EMAIL_URL", "smtp+tls://me:p%40ss@mail:587", "EMAIL_HOST_PASSWORD", "p@ss"),
    ("EMAIL_URL", "smtp+tls://me:pass@mail:587", "EMAIL_USE_TLS", True),
    ("EMAIL_URL", "smtp+ssl://me:pass@mail:465", "EMAIL_USE_SSL", True),
    ("EMAIL_URL", "smtp://mail:25", "EMAIL_PORT", 25),
    ("EMAIL_URL", "smtp://mail", "MAILING", True),
    ("DEFAULT_FROM_EMAIL", "Клъстер <cms@example.org>", "DEFAULT_FROM_EMAIL",
     "Клъстер <cms@example.org>"),
    ("SUBSCRIBE_RATE", "1/day", "SUBSCRIBE_RATE", "1/day"),
    ("LOG_LEVEL", "debug", lambda s: s["LOGGING"]["root"]["level"], "DEBUG"),
]  # fmt: skip
BAD = {
    "PORT": ["0", "65536", "-1", "http", "80 80", "٨٠"],
    "BASE_URL": [
        "example.org", "ftp://example.org", "https://", "https://example.org/cms", "https://a b",
        "https://me@example.org", "https://example.org:99999", "https://example.org:0",
        "https://клъстер.bg",
    ],
    "ALLOWED_HOSTS": ["https://example.org", "example.org:8000", "a b", "-"],
    "SECURITY_CONTACT": ["security", "ftp://example.org", "http://example.org", "a b@example.org"],
    "FRONTEND_URL": ["www.example.org"],
    "FRONTEND_URL_EN": ["ftp://example.org"],
    "PREVIEW_DAYS": ["0", "week"],
    "PREVIEW_RATE": ["often"],
    "DATABASE_URL": [
        "mysql://me@db/site", "postgres://me:secret@db", "postgres://me:secret@db:port/site",
        "site",
        "sqlite://", "sqlite://:memory:", "sqlite://site.sqlite3",
    ],
    "CACHE_URL": [
        "memcache://cache:11211", "dbcache://table", "rediscache://", "cache:6379",
        "rediscache://cache:6379/site", "rediscache://:secret@cache:port/0",
    ],
    "LANGUAGES": [",", "klingon"],
    "INTERFACE_LANGUAGES": [",", "klingon", "bg,la"],
    "MAX_IMAGE_SIZE": ["0", "20 MB", "-1"],
    "MAX_DOCUMENT_SIZE": ["0", "50M"],
    "MAX_TRANSLATION_FILE_SIZE": ["0", "5.5"],
    "DEEPL_KEY": ["a b", "ключ", "a\nb"],
    "DEEPL_URL": ["api.deepl.com"],
    "LIBRETRANSLATE_URL": ["localhost:5000"],
    "LIBRETRANSLATE_KEY": ["ключ"],
    "WAGTAIL_WRITE_API": ["ture", "2"],
    "SEARCH_RATE": ["60"],
    "SUGGEST_RATE": ["60/week"],
    "SEARCH_URL": ["search:9200"],
    "WEBSUB_HUB": ["hub.example.org"],
    "WEBHOOK_PRIVATE_ADDRESSES": ["maybe"],
    "EMAIL_URL": [
        "mail:25", "imap://mail", "smtp://", "smtp+tls://me:pa/ss@mail:587", "smtp://mail:port",
        "smtp+tls://me:pa#ss@mail:587",
    ],
    "DEFAULT_FROM_EMAIL": ["Клъстер", "a@b@c", "a@example.org\nBcc: b@example.org", "a b"],
    "SUBSCRIBE_RATE": ["never"],
    "LOG_LEVEL": ["loud", "10"],
}  # fmt: skip
# Tried elsewhere: the folder and the address in tests/operations, and the backend by the checks.
ELSEWHERE = {"BIND", "DATA_DIR", "SECRET_KEY", "SEARCH_BACKEND"}


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Loaded]:
    """Load the settings with nothing but some variables in the environment."""

    def load(**environment: str) -> Loaded:
        for name in documented():
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("DATA_DIR", str(tmp_path))
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(BASE))

    return load


def documented() -> set[str]:
    rows = re.findall(r"^\| `([A-Z_]+)`", DOCUMENT.read_text(), re.MULTILINE)
    return set(rows)


def test_every_documented_setting_is_tried() -> None:
    assert {name for name, *_ in GOOD} | ELSEWHERE == documented()
    assert BAD.keys() | ELSEWHERE == documented()


def test_settings_load_from_an_empty_environment(load: Callable[..., Loaded]) -> None:
    loaded = load()
    assert loaded["BASE_URL"] == "http://localhost:8000"
    assert (loaded["MAILING"], loaded["WRITE_API"]) == (False, False)


@pytest.mark.parametrize("name", sorted({name for name, *_ in GOOD}))
def test_empty_value_is_the_default(name: str, load: Callable[..., Loaded]) -> None:
    if name in ("LANGUAGES", "PREVIEW_DAYS") or name.endswith("_RATE"):
        with pytest.raises(ImproperlyConfigured, match=name):
            load(**{name: ""})
    else:
        load(**{name: ""})


@pytest.mark.parametrize(("name", "value", "where", "expected"), GOOD)
def test_good_value_is_taken(
    name: str, value: str, where: Any, expected: Any, load: Callable[..., Loaded]
) -> None:
    loaded = load(**{name: value})
    assert (loaded[where] if isinstance(where, str) else where(loaded)) == expected


@pytest.mark.parametrize("name", BAD)
def test_bad_value_is_refused_by_name(name: str, load: Callable[..., Loaded]) -> None:
    for value in BAD[name]:
        with pytest.raises(ImproperlyConfigured, match=name) as refused:
            load(**{name: value})
        assert "secret" not in str(refused.value), "a password is repeated"
