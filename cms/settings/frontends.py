"""Front ends of their own: which language's pages the public reads elsewhere, and where."""

import re
from collections.abc import Iterable, Mapping

from django.core.exceptions import ImproperlyConfigured

# Scheme, host, port, and a folder if it does not stand at the root.
ADDRESS = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?(/[\w.~-]+)*", re.ASCII)


def frontends(environment: Mapping[str, str], languages: Iterable[str], own: str) -> dict[str, str]:
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
        if address and not ADDRESS.fullmatch(address):
            raise ImproperlyConfigured(
                f"{name}={address}: give an address such as https://www.example.org"
            )
        if address not in ("", own):
            found[code] = address
    return found
