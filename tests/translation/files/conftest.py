"""What the tests of files share."""

import pytest
from django.test import Client

from tests.translation.jobs.steps import person


@pytest.fixture
def translator(db: None, client: Client) -> Client:
    """Somebody who translates into English, and reads Bulgarian."""
    client.force_login(person("translator", "Преводачи (en)"))
    return client
