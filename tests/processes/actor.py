"""A process of its own for what several processes play: `python -m tests.processes.actor`.

Its arguments are a module with a function `play` and that function's keyword arguments as JSON;
it prints what the function returns, as JSON. The environment names database and settings.
"""

import json
import sys
from importlib import import_module

import django


def main() -> None:
    django.setup()
    # As in tests/conftest.py: one small size of each picture.
    import_module("cms.content.serializers.images").WIDTHS = (40, 80)  # type: ignore[attr-defined]
    module, arguments = sys.argv[1:]
    told = import_module(module).play(**json.loads(arguments))
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
