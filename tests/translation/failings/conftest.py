"""Who is asked, and of what."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker, Settings

from news.models import NewsPage
from tests import factories
from tests.admin_client import administrator
from tests.translation.failings.steps import SOURCE
from tests.translation.failings.stock import by_itself


@pytest.fixture(params=[True, False], ids=["stock", "ours"])
def stock(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> Iterator[bool]:
    """Whether wagtail-localize is asked as it comes; otherwise this project is."""
    if not request.param:
        yield False
        return
    with by_itself(monkeypatch, settings):
        yield True


@pytest.fixture
def office(db: None, client: Client) -> Client:
    """An administrator at work: rights are in nobody's way."""
    client.force_login(administrator())
    return client


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The pages above all others, in both languages: one for all tests of a module."""
    with django_db_blocker.unblock(), transaction.atomic():
        factories.translate(factories.home(), {})
        factories.translate(factories.news_index(), {"Новини": "News"})
        yield
        transaction.set_rollback(True)


@pytest.fixture
def article(site: None, stock: bool, db: None) -> NewsPage:
    """A live one in Bulgarian alone."""
    return factories.article(title="Проект 2026", summary=SOURCE)
