"""What every test may use."""

import gc
import os
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import get_resolver
from hypothesis import settings
from pytest_django import DjangoDbBlocker

from cms.content.serializers import images
from cms.operations.initial_content import loading
from cms.store import consistency, lists
from tests import sections

# No test asserts how long something takes: Hypothesis would, of each of its examples.
settings.register_profile("without deadline", deadline=None)
settings.load_profile("without deadline")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, on PostgreSQL, what the run on SQLite has said already (`make test`)."""
    if connection.vendor == "sqlite" or "PROVE" in os.environ:
        return
    left_out = [item for item in items if item.get_closest_marker("once")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def pytest_collection_finish() -> None:
    """Collect garbage rarely: what was imported is kept anyway, and tests leave little behind."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """A database with the sections of a site, published and empty, and all addresses.

    The addresses are made of the languages there are when they are first asked for: not a single
    test's.
    """
    get_resolver().url_patterns  # noqa: B018
    with django_db_blocker.unblock():
        consistency.sync(lambda done, of: None)
        sections.publish()


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Wagtail remembers a picture's sizes by its number, and the next test's has the same; so does
    the store a list's length."""
    cache.clear()
    lists.COUNT_CACHE.clear()


@pytest.fixture(autouse=True)
def small_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """One small size of each picture: what is tested is which sizes there are, not the pixels."""
    monkeypatch.setattr(images, "WIDTHS", (40, 80))
    monkeypatch.setattr(loading, "PICTURE_SIZE", (96, 54))


@pytest.fixture
def no_sections(db: None) -> None:
    """The database as `make run` leaves it before any content."""
    sections.remove()


@pytest.fixture
def content(db: None) -> None:
    """The cluster's own content, loaded."""
    sections.replace_by_content()


@pytest.fixture
def admin(client: Client, django_user_model: Any) -> Client:
    """A browser logged in as the administrator."""
    client.force_login(django_user_model.objects.create_superuser("admin", password="admin"))
    return client
