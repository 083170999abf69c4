"""Where the search keeps its index, from the environment."""

import os
from typing import Any

from environ import Env

from cms.settings.machine import address


def search_backend(env: Env) -> dict[str, Any]:
    """Return a backend of Wagtail's search: by default the database."""
    backend: dict[str, Any] = {
        "BACKEND": env.str("SEARCH_BACKEND", default="cms.search.backend"),
        # PostgreSQL leaves words as they are: what is indexed is stemmed already.
        "SEARCH_CONFIG": "simple",
    }
    url = address(os.environ, "SEARCH_URL")
    return backend | {"URLS": [url]} if url else backend
