"""People at work on translations, and a small section."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from pytest_django import DjangoDbBlocker, Settings

from tests import factories
from tests.transient import standing
from tests.translation.jobs.steps import logged_in, person


@dataclass(frozen=True)
class Desk:
    """A coordinator at work, and two translators of English."""

    client: Client
    coordinator: Any
    anna: Any
    boris: Any


@pytest.fixture
def desk(db: None) -> Desk:
    return open_desk()


def open_desk() -> Desk:
    coordinator = person("coordinator", "Координатори")
    return Desk(
        logged_in(coordinator),
        coordinator,
        person("anna", "Преводачи (en)"),
        person("boris", "Преводачи (en)", language="en"),
    )


def translate_sections() -> None:
    factories.translate(factories.home(), {})
    factories.translate(factories.news_index(), {"Новини": "News"})


@pytest.fixture(scope="module")
def english_sections(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with standing(django_db_blocker, translate_sections):
        yield


@pytest.fixture
def english(english_sections: None, db: None) -> None:
    """The site's home and news are there in English too."""


@pytest.fixture
def german(db: None, settings: Settings) -> Any:
    """A third language of the site with its translators."""
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = [
        *settings.LANGUAGES,
        ("de", "Deutsch"),
    ]
    Group.objects.create(name="Преводачи (de)")
    return factories.locale("de")
