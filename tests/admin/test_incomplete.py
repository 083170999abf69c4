"""Whatever is optional and empty, and whatever was deleted since, every screen opens."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests.admin import incomplete
from tests.admin_client import administrator
from tests.content.entries import pages

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    # A comparison of two addresses is parsed as HTML.
    pytest.mark.filterwarnings("ignore::bs4.MarkupResemblesLocatorWarning"),
]


@pytest.fixture(scope="module")
def administrators(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Client]:
    """An administrator's browser, on a site with one of each kind, whole and with gaps."""
    with django_db_blocker.unblock(), transaction.atomic():
        pages.make()
        for thing in incomplete.all_things():
            incomplete.add_versions(thing)
        client = Client()
        client.force_login(administrator("root"))
        yield client
        transaction.set_rollback(True)


@pytest.fixture(params=[False, True], ids=["whole", "references deleted"])
def client(request: pytest.FixtureRequest, administrators: Client) -> Iterator[Client]:
    with transaction.atomic():
        if request.param:
            incomplete.delete_references()
        yield administrators
        transaction.set_rollback(True)


def open_all(client: Client, addresses: Callable[[Any], Iterator[str]]) -> int:
    """Open the addresses of each thing; what the server fails at is raised. Return how many."""
    opened = 0
    for thing in incomplete.all_things():
        for address in addresses(thing):
            assert client.get(address).status_code < 500, address
            opened += 1
    return opened


def test_every_pair_of_versions_can_be_compared(client: Client) -> None:
    assert open_all(client, incomplete.comparisons) > 50


def test_every_screen_opens(client: Client) -> None:
    assert open_all(client, incomplete.screens) > 150
