"""What the tests of the tooling share."""

import pytest
from django.core.management import call_command


@pytest.fixture
def prepared(db: None) -> None:
    """A database whose store is in line, as `manage.py prepare` leaves it."""
    call_command("sync_store", verbosity=0)
