"""Thousands of requests made from the API's description, right ones and wrong ones.

Whatever is asked, the answer is one that the description foresees. The cases are the same each
time.
"""

from collections.abc import Iterable
from contextlib import suppress
from itertools import count
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from cms.wsgi import application
from tests import connection, described
from tests.content.entries import pages

pytestmark = pytest.mark.once

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
AT_LEAST = 2_000
OF_EACH = 75
STRANGERS = count()
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


def test_a_generated_request_gets_an_answer_that_is_not_described(db: None) -> None:
    pages.make()
    schema = schemathesis.openapi.from_dict(described.description())
    schema.app = from_everywhere
    operations = [each.ok() for each in schema.get_all_operations() if isinstance(each, Ok)]
    with connection.kept_open():
        asked = sum(_ask(operation, mode) for operation in operations for mode in MODES)
    assert asked >= AT_LEAST


def from_everywhere(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    """The product, asked by another stranger each time: none of them asks too often."""
    number = next(STRANGERS)
    return application(environ | {"REMOTE_ADDR": f"10.0.{number // 256}.{number % 256}"}, start)


def _ask(operation: Any, mode: GenerationMode) -> int:
    """Make requests to one operation; return how many."""
    asked = 0

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=OF_EACH,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Any) -> None:
        nonlocal asked
        asked += 1
        response = case.call(headers={"Accept-Encoding": "identity"})
        # With `fields`, an item is a part of what is described (docs/api.md).
        in_part = {response_schema_conformance} if "fields" in (case.query or {}) else set()
        checks = [check for check in CHECKS if check not in in_part]
        case.validate_response(response, checks=checks)

    # Not every operation can be asked wrongly.
    with suppress(Unsatisfiable):
        ask()
    return asked
