"""Wagtail's search in the product's own database, whichever that is."""

from typing import Any

from django.db import connection

from cms.core.json_types import JSON


def SearchBackend(params: JSON) -> Any:  # noqa: N802  (the name Wagtail looks for)
    """Return the backend for the database in use: each can be imported only where it is at home."""
    if connection.vendor == "postgresql":
        from cms.search import postgresql

        return postgresql.Backend(params)
    from cms.search import sqlite

    return sqlite.Backend(params)
