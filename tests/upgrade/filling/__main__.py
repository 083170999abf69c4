"""Fill the installation that the environment names; see the package."""

import os
import sys
from importlib import import_module
from urllib.parse import urlsplit

import django

from tests.upgrade import outside


def main() -> None:
    port = urlsplit(outside.ORIGIN).port or 0
    with outside.listening(port) as world:
        os.environ.update(world.environment)
        django.setup()
        import_module("tests.upgrade.filling.steps").fill(world)
    sys.stdout.write("Filled.\n")


if __name__ == "__main__":
    main()
