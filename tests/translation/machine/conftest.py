"""A translator at work, and a machine that answers as DeepL does."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.translation.editor.conftest import desk as desk
from tests.translation.editor.conftest import page as page
from tests.translation.editor.conftest import person as person
from tests.translation.editor.conftest import standing_page as standing_page
from tests.translation.machine.services import KEY, Service, deepl, serve


@pytest.fixture
def service(settings: Settings) -> Iterator[Service]:
    with serve(deepl) as service:
        settings.DEEPL_URL, settings.DEEPL_KEY = service.url, KEY
        yield service
