"""People at work on translations, and a small section."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from pytest_django import Settings

from tests import factories
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
    coordinator = person("coordinator", "Координатори")
    return Desk(
        logged_in(coordinator),
        coordinator,
        person("anna", "Преводачи (en)"),
        person("boris", "Преводачи (en)", language="en"),
    )


@pytest.fixture
def english(db: None) -> None:
    """The site's frame, in English too."""
    factories.translate(factories.home(), {})
    factories.translate(factories.news_index(), {"Новини": "News"})


@pytest.fixture
def german(db: None, settings: Settings) -> Any:
    """A third language of the site with its translators."""
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = [
        *settings.LANGUAGES,
        ("de", "Deutsch"),
    ]
    Group.objects.create(name="Преводачи (de)")
    return factories.locale("de")
