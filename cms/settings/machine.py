"""The machines that translate, from the environment."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from cms.settings.values import key

FREE, PAID = "https://api-free.deepl.com", "https://api.deepl.com"


def address(environment: Mapping[str, str], name: str, default: str = "") -> str:
    """Return the address of a machine without its last slash; raise ImproperlyConfigured when it
    is no address."""
    given = environment.get(name, "").strip().rstrip("/") or default
    parts = urlsplit(given)
    if given and not (parts.scheme in ("http", "https") and parts.hostname):
        raise ImproperlyConfigured(
            f"{name}={given}: give an address such as https://translate.example.org"
        )
    return given


def deepl(environment: Mapping[str, str]) -> tuple[str, str]:
    """Return the address and the key of DeepL: a key that ends in `:fx` is one of the free plan."""
    found = key(environment, "DEEPL_KEY")
    return address(environment, "DEEPL_URL", FREE if found.endswith(":fx") else PAID), found
