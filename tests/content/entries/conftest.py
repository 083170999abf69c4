"""The option that writes the golden entries anew."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--renew-entries",
        action="store_true",
        help="write tests/content/entries/*.json anew from what the serializers give now",
    )
