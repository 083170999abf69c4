"""Answers as the product gives them, to stand as examples in its description.

`examples/<operation>.json` holds an operation's answers by a name for each. They are recorded by
tests/api/test_examples.py, which fails when the product no longer answers so.
"""

import json
from pathlib import Path

from django.conf import settings

from cms.core.json_types import JSON

FOLDER = Path(__file__).parent / "examples"
# The address of the site they were recorded on.
RECORDED_AT = "http://testserver"


def read_example(operation: str) -> JSON:
    """The examples of an operation, as OpenAPI has them, with this installation's address."""
    file = FOLDER / f"{operation}.json"
    if not file.exists():
        return {}
    text = file.read_text(encoding="utf-8").replace(RECORDED_AT, settings.BASE_URL)
    return {name: {"value": answer} for name, answer in json.loads(text).items()}
