#!/usr/bin/env python
"""Django's command line, with the settings `make run` uses."""

import os
import sys
from importlib import import_module

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command; a setting that cannot be used is said in words, not in a traceback."""
    module = os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
    try:
        import_module(module)
    except OSError as error:
        sys.exit(f"The data folder cannot be used: {error}. Name another: DATA_DIR=folder make run")
    except (ImproperlyConfigured, ValueError) as error:
        sys.exit(f"A setting in the environment cannot be used: {error}")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
