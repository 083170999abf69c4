"""What commands ask before they work for the public."""

from contextlib import suppress

from django.conf import settings
from django.core.management.base import CommandError
from django.db import DatabaseError

from cms.store import build_version


def require_own_site() -> None:
    """Raise CommandError where the store is kept for another address, or other languages.

    Such a process would serve, send or store what is wrong for every reader. A database that
    does not answer, or has no tables yet, is left to whoever asks next.
    """
    with suppress(DatabaseError):
        if address := build_version.get_foreign_address():
            own_address = settings.BASE_URL
            other = (
                "this command runs with another FRONTEND_URL or LANGUAGES"
                if address == own_address
                else f"this command runs for {own_address}"
            )
            raise CommandError(
                f"The content store is kept for {address}, and {other}. Give it the "
                "installation's own; or, to change them for good, stop the installation and "
                "start it with the new ones: `make run` takes them over."
            )
