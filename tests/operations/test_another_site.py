"""A command that runs for another address than the installation writes it nowhere."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django.fixtures import Settings

from cms.operations import prepare_steps
from cms.store import build_version, flush
from cms.store.models import Entry, PendingChange, Sequence
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]
OWN = "http://testserver"


@pytest.fixture
def elsewhere(prepared: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A process whose environment names another address than the installation's."""
    settings.BASE_URL = "http://localhost:8001"
    monkeypatch.setattr(build_version, "SITE_AT_START", build_version.describe_site())
    return settings


def at_home(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on as a process of the installation."""
    settings.BASE_URL = OWN
    monkeypatch.setattr(build_version, "SITE_AT_START", build_version.describe_site())


def publish() -> str:
    """Publish an article as a script or the shell does; return its path."""
    with flush.publish_transaction():
        return str(factories.article().url_path)


def test_what_is_published_there_is_projected_by_the_installation(
    elsewhere: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = publish()
    assert not Entry.objects.filter(path=path).exists()
    assert flush.drain() == 0
    assert PendingChange.objects.exists()
    at_home(elsewhere, monkeypatch)
    while flush.drain():
        pass
    assert f'"url":"{OWN}{path}"' in Entry.objects.get(path=path).full_json
    assert not PendingChange.objects.exists()


@pytest.mark.parametrize("name", ["FRONTENDS", "LANGUAGES"])
def test_other_front_ends_and_languages_are_another_site_too(
    prepared: None, settings: Settings, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    value = {"FRONTENDS": {"bg": "https://front.example"}, "LANGUAGES": [("bg", "Български")]}[name]
    setattr(settings, name, value)
    monkeypatch.setattr(build_version, "SITE_AT_START", build_version.describe_site())
    before = Entry.objects.count()
    publish()
    assert Entry.objects.count() == before


@pytest.mark.parametrize("command", ["serve", "worker", "sync_store"])
def test_commands_for_the_public_are_refused_there(elsewhere: Settings, command: str) -> None:
    number = Sequence.objects.get().number
    with pytest.raises(CommandError, match=f"is kept for {OWN}.*runs for http://localhost:8001"):
        call_command(command, stdout=StringIO())
    assert Sequence.objects.get().number == number


def test_comparing_there_writes_nothing_and_names_the_address(elsewhere: Settings) -> None:
    said = StringIO()
    with pytest.raises(CommandError):
        call_command("sync_store", "--check", stdout=said)
    assert "for another address" in said.getvalue()
    assert build_version.get_foreign_address() == OWN


def test_prepare_takes_a_new_address_over(
    prepared: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = publish()
    settings.BASE_URL = "http://localhost:8001"
    monkeypatch.setattr(build_version, "SITE_AT_START", build_version.describe_site())
    prepare_steps.update_store(StringIO())
    assert f'"url":"http://localhost:8001{path}"' in Entry.objects.get(path=path).full_json
    assert build_version.get_foreign_address() == ""


def test_taking_over_that_was_killed_is_undone_by_a_start_at_the_old_address(
    prepared: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = publish()
    settings.BASE_URL = "http://localhost:8001"
    monkeypatch.setattr(build_version, "SITE_AT_START", build_version.describe_site())
    with pytest.raises(KeyboardInterrupt):
        prepare_steps.update_store(Killed())
    at_home(settings, monkeypatch)
    prepare_steps.update_store(StringIO())
    assert f'"url":"{OWN}{path}"' in Entry.objects.get(path=path).full_json


class Killed(StringIO):
    """An end in the middle of the work."""

    def write(self, line: str) -> int:
        raise KeyboardInterrupt
