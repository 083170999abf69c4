"""The change log: who follows it holds what is public; and what each event is called."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from cms.content.entry_types import TYPES
from cms.store.flush import publish_transaction
from cms.store.models import Dependency, Entry, FormerPath, ListMembership, ListState, Sequence
from news.models import NewsPage
from tests import factories
from tests.api.mirror import Mirror
from tests.queries import reads_of_the_store

pytestmark = pytest.mark.django_db
CHANGES = "/api/v1/changes/"


def held(mirror: Mirror) -> None:
    """Compare a mirror with the store."""
    listed = [kind.name for kind in TYPES.values() if kind.listed]
    public = Entry.objects.filter(live=True, type__in=listed)
    assert mirror.entries == {str(entry.pk): json.loads(entry.full_json) for entry in public}


@pytest.fixture
def mirror(client: Client) -> Mirror:
    factories.site_profile()
    factories.article()
    mirror = Mirror(client)
    mirror.follow()
    held(mirror)
    return mirror


def told(mirror: Mirror) -> list[tuple[str, str]]:
    """The events since the last time."""
    mirror.events = []
    mirror.follow()
    held(mirror)
    return mirror.events


def test_from_no_cursor_something_is_left_out(client: Client) -> None:
    factories.site_profile()
    factories.copies(factories.article(), 250)
    mirror = Mirror(client)
    mirror.follow(limit=100)
    held(mirror)
    assert {event for event, _ in mirror.events} == {"published"}
    assert len(mirror.events) == len(mirror.entries)


def test_a_change_is_called_by_the_wrong_name(mirror: Mirror) -> None:
    page = factories.article(title="Втора")
    assert ("published", "/bg/novini/vtora/") in told(mirror)
    page.summary = "Ново"
    page = factories.publish(page)
    assert told(mirror) == [("updated", "/bg/novini/vtora/")]
    page.slug = "treta"
    page = factories.publish(page)
    assert told(mirror) == [("moved", "/bg/novini/treta/")]
    with publish_transaction():
        page.unpublish()
    assert told(mirror) == [("removed", "/bg/novini/treta/")]
    page = factories.publish(NewsPage.objects.get(pk=page.pk))
    assert told(mirror) == [("published", "/bg/novini/treta/")]
    with publish_transaction():
        page.delete()
    assert told(mirror) == [("removed", "/bg/novini/treta/")]


def test_what_is_below_a_renamed_page_is_not_told_to_have_moved(mirror: Mirror) -> None:
    about = factories.about()
    factories.text_page(about, title="История")
    told(mirror)
    about.slug = "koi-sme"
    factories.publish(about)
    assert set(told(mirror)) == {("moved", "/bg/koi-sme/"), ("moved", "/bg/koi-sme/istoria/")}


def test_what_came_and_went_between_two_looks_is_lost_or_told_twice(mirror: Mirror) -> None:
    page = factories.article(title="Втора")
    with publish_transaction():
        page.unpublish()
    page = factories.publish(NewsPage.objects.get(pk=page.pk))
    page.slug = "drug-pat"
    factories.publish(page)
    assert told(mirror) == [("published", "/bg/novini/drug-pat/")]


def test_nothing_new_moves_the_cursor(mirror: Mirror) -> None:
    before = mirror.cursor
    assert mirror.take(limit=1) == []
    assert mirror.cursor == before


def test_a_restart_or_small_answers_lose_something(mirror: Mirror) -> None:
    for place in range(7):
        factories.article(title=f"Статия {place}")
        mirror.take(limit=1)
        mirror = mirror.restarted()
    mirror.follow(limit=2)
    held(mirror)


def test_a_cursor_of_a_lost_store_is_taken_up(client: Client, mirror: Mirror) -> None:
    Entry.objects.all().delete()
    sequence = Sequence.objects.get()
    sequence.start = sequence.number = sequence.number + 1_000_000
    sequence.save()
    response = client.get(CHANGES, {"cursor": mirror.cursor})
    assert response.status_code == 410
    assert "start again" in response.json()["detail"]
    assert client.get(CHANGES).status_code == 200


@pytest.mark.parametrize("cursor", ["0x1", "-1", "zz", "f" * 16, "1 or 1", "%", "١"])
def test_a_cursor_that_none_was_is_an_error_or_taken_up(client: Client, cursor: str) -> None:
    response = client.get(CHANGES, {"cursor": cursor})
    assert response.status_code == 400
    assert "earlier answer" in response.json()["parameters"]["cursor"][0]


@pytest.mark.usefixtures("no_sections")
def test_an_empty_store_has_no_log(client: Client) -> None:
    assert client.get(CHANGES).json()["results"] == []


def test_the_log_keeps_its_tag_or_reads_more_for_a_304(client: Client, mirror: Mirror) -> None:
    first = client.get(CHANGES)
    with reads_of_the_store(at_most=1):
        again = client.get(CHANGES, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    factories.article(title="Втора")
    after = client.get(CHANGES, headers={"If-None-Match": first["ETag"]})
    assert (after.status_code, after["Last-Modified"] != first["Last-Modified"]) == (200, True)


def test_the_frame_around_pages_is_told(mirror: Mirror) -> None:
    assert "site" not in {entry["type"] for entry in mirror.entries.values()}


def test_a_cursor_is_lost_in_a_move_to_another_database(mirror: Mirror, tmp_path: Path) -> None:
    """The store's tables are written to a file, emptied, and read from it again."""
    file = tmp_path / "store.json"
    call_command("dumpdata", "store", output=str(file), verbosity=0)
    for model in (Dependency, ListMembership, FormerPath, ListState, Entry, Sequence):
        model.objects.all().delete()
    call_command("loaddata", str(file), verbosity=0)
    mirror = mirror.restarted()
    assert told(mirror) == []
    factories.article(title="Втора")
    assert ("published", "/bg/novini/vtora/") in told(mirror)
