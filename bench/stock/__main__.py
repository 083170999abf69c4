"""The site's commands, each in a process of its own: its settings are not this project's.

DATA_DIR=folder PORT=8001 .venv/bin/python -m bench.stock prepare | serve | change OLD NEW
"""

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.stock.settings"

import django

django.setup()

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from waitress import serve

from bench.stock import site


def main(command: str, *words: str) -> None:
    if command == "prepare":
        site.prepare()
    elif command == "serve":
        # As cms.operations.management.commands.serve.
        serve(get_wsgi_application(), listen=f"localhost:{settings.PORT}", threads=8)
    elif command == "change":
        site.change(*words)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(*sys.argv[1:])
