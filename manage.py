#!/usr/bin/env python
"""Django's command line, with the settings `make run` uses."""

import os
import sys
from importlib import import_module

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder

from cms.languages.compilation import CatalogueError


def main() -> None:
    """Run the command; what cannot be used, a setting or the database, is said in words."""
    module = os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
    try:
        import_module(module)
    except CatalogueError as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(f"The data folder cannot be used: {error}. Name another: DATA_DIR=folder make run")
    except (ImproperlyConfigured, ValueError) as error:
        sys.exit(f"A setting in the environment cannot be used: {error}")
    try:
        execute_from_command_line(sys.argv)
    except DatabaseError as error:
        if is_prepared():
            raise
        sys.exit(
            f"The database cannot be used: {error}. `make run` prepares one; "
            "DATA_DIR and DATABASE_URL say which it is."
        )


def is_prepared() -> bool:
    """Whether there is a database, and something in it."""
    try:
        return MigrationRecorder(connection).has_table()
    except DatabaseError:
        return False


if __name__ == "__main__":
    main()
