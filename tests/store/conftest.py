"""What the tests of the store share."""

from collections.abc import Iterator

import pytest

from cms.store import consistency
from tests import factories


@pytest.fixture
def in_line(db: None) -> Iterator[None]:
    """Whatever a test did, the store equals the pages at its end."""
    yield
    factories.settle()
    assert list(consistency.find_differences()) == []
