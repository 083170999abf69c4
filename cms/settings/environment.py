"""Values of the environment, checked: each error names the variable and what it accepts."""

import re
from collections.abc import Iterable, Mapping
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

Environment = Mapping[str, str]

TRUE, FALSE = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
# A name of RFC 1123, or an address of IPv6 in brackets.
HOST = r"(?:[a-z0-9](?:[a-z0-9.-]{0,252}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])"
ORIGIN = re.compile(rf"https?://{HOST}(?::[0-9]{{1,5}})?", re.ASCII)
# What Django's ALLOWED_HOSTS knows: a host, a domain with all below it, any.
ALLOWED_HOST = re.compile(rf"\*|\.?{HOST}", re.ASCII)
CONTACT = re.compile(r"https://\S+|tel:\+?[0-9-]+|(?:mailto:)?[^\s@:]+@[^\s@:]+", re.ASCII)
KEY = re.compile(r"[!-~]*", re.ASCII)
RATE = re.compile(r"[1-9][0-9]{0,6}/(second|minute|hour|day)")
# Scheme, host, port, and a folder if the front end is not at the root.
FRONTEND = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?(/[\w.~-]+)*", re.ASCII)


def read_whole_number(
    environment: Environment, name: str, default: int, least: int = 1, most: int = 10**12
) -> int:
    """Return a whole number between two bounds."""
    value = environment.get(name) or str(default)
    if not re.fullmatch("[0-9]{1,12}", value, re.ASCII) or not least <= int(value) <= most:
        raise ImproperlyConfigured(f"{name} must be between {least} and {most}, not “{value}”")
    return int(value)


def read_boolean(environment: Environment, name: str) -> bool:
    """Return whether something is turned on; by default it is not."""
    value = environment.get(name, "").strip().lower()
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not “{value}”")
    return value in TRUE


def read_base_url(environment: Environment, port: int) -> str:
    """Return the public address without a slash at its end."""
    value = environment.get("BASE_URL", "").strip().rstrip("/").lower()
    value = value or f"http://localhost:{port}"
    if not ORIGIN.fullmatch(value) or not _has_port_of_range(value):
        raise ImproperlyConfigured(
            f"BASE_URL must be an address such as https://www.example.org, not “{value}”: "
            "without a path, and a name of other letters as xn--…"
        )
    return value


def get_host(address: str) -> str:
    """Return the host of an address as a Host header has it: an IPv6 address in brackets."""
    host = urlsplit(address).hostname or ""
    return f"[{host}]" if ":" in host else host


def read_allowed_hosts(environment: Environment) -> list[str]:
    """Return the further host names that are answered."""
    hosts = _split_list(environment.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").lower())
    for host in hosts:
        if not ALLOWED_HOST.fullmatch(host):
            raise ImproperlyConfigured(
                f"ALLOWED_HOSTS: “{host}” must be a host name such as www.example.org, without a "
                "scheme or port"
            )
    return hosts


def read_security_contacts(environment: Environment) -> list[str]:
    """Return whom security.txt names (RFC 9116, section 2.5.3)."""
    contacts = _split_list(environment.get("SECURITY_CONTACT", ""))
    for contact in contacts:
        if not CONTACT.fullmatch(contact):
            raise ImproperlyConfigured(
                f"SECURITY_CONTACT: “{contact}” must be an e-mail address, or begin with mailto:, "
                "https:// or tel:"
            )
    return contacts


def read_sender(environment: Environment, host: str) -> str:
    """Return the sender of mail, `Name <address>` or an address alone."""
    value = environment.get("DEFAULT_FROM_EMAIL", "").strip() or f"cms@{host}"
    if not re.fullmatch(r"[^\s@]+@[^\s@]+", parseaddr(value)[1]) or "\n" in value:
        raise ImproperlyConfigured(
            f"DEFAULT_FROM_EMAIL must be an address or Name <address>, not “{value}”"
        )
    return value


def read_log_level(environment: Environment) -> str:
    value = (environment.get("LOG_LEVEL") or "WARNING").upper()
    if value not in LOG_LEVELS:
        raise ImproperlyConfigured(
            f"LOG_LEVEL must be one of: {', '.join(LOG_LEVELS)}, not “{value}”"
        )
    return value


def read_key(environment: Environment, name: str) -> str:
    """Return a service's key, which has to stand in an HTTP header."""
    value = environment.get(name, "").strip()
    if not KEY.fullmatch(value):
        raise ImproperlyConfigured(f"{name} must be Latin letters, digits and signs without spaces")
    return value


def read_rate(environment: Environment, name: str, default: str) -> str:
    """Return a rate such as "60/minute"; raise ImproperlyConfigured when it is none."""
    value = environment.get(name, default)
    if not RATE.fullmatch(value):
        raise ImproperlyConfigured(
            f"{name}={value}: give a number and a period (second, minute, hour, day): {default}"
        )
    return value


def read_days(environment: Environment, name: str, default: int) -> int:
    """Return a number of days, from 1 to 365; raise ImproperlyConfigured when it is none."""
    value = environment.get(name, str(default))
    if not re.fullmatch("[0-9]{1,3}", value, re.ASCII) or not 1 <= int(value) <= 365:
        raise ImproperlyConfigured(f"{name}={value}: give a number of days from 1 to 365")
    return int(value)


def read_frontends(environment: Environment, languages: Iterable[str], own: str) -> dict[str, str]:
    """Return the address of each language's front end, without a slash at its end.

    `FRONTEND_URL` is the one of all languages, `FRONTEND_URL_EN` of English alone. A language for
    which it is empty, or our `own` address, is not in the answer: our own site serves it. Raises
    ImproperlyConfigured naming the variable that is wrong.
    """
    names = {f"FRONTEND_URL_{code.upper().replace('-', '_')}": code for code in languages}
    found = {}
    for name in environment:
        if name.startswith("FRONTEND_URL_") and name not in names:
            raise ImproperlyConfigured(f"{name}: no such language; there are {', '.join(names)}")
    for name, code in names.items():
        name = name if name in environment else "FRONTEND_URL"
        address = environment.get(name, "").strip().rstrip("/")
        if address and not FRONTEND.fullmatch(address):
            raise ImproperlyConfigured(
                f"{name}={address}: give an address such as https://www.example.org"
            )
        if address not in ("", own):
            found[code] = address
    return found


def _has_port_of_range(address: str) -> bool:
    try:
        return urlsplit(address).port != 0
    except ValueError:
        return False


def _split_list(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]
