"""Who is told of what is published, from the environment."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def hub(environment: Mapping[str, str]) -> str:
    """Return the address of the WebSub hub, or "" for none; raise ImproperlyConfigured when it is
    no address."""
    address = environment.get("WEBSUB_HUB", "").strip()
    parts = urlsplit(address)
    if address and not (parts.scheme in ("http", "https") and parts.hostname):
        raise ImproperlyConfigured(
            f"WEBSUB_HUB={address}: give an address such as https://hub.example.org/"
        )
    return address
