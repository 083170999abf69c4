"""How marks become entries: at once, in the background, or after a crash."""

from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from cms.content import dependency_keys
from cms.content.serializers import base
from cms.store import flush
from cms.store.flush import count_deferred, list_failed_groups, publish_transaction
from cms.store.models import Entry, ListState, PendingChange, Sequence
from news.models import NewsPage
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_change_in_a_script_is_flushed_after_its_commit(
    django_capture_on_commit_callbacks: Any,
) -> None:
    page = factories.article()
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        page.title = "От скрипт"
        page.save()
    assert "От скрипт" in Entry.objects.get(path="/bg/novini/parva-kopka/").full_json


def test_what_a_crash_left_is_healed_by_the_worker() -> None:
    page = factories.article()
    page.title = "Преди срива"
    page.save()  # The commit happened; the flush after it did not.
    assert "Преди срива" not in Entry.objects.get(path="/bg/novini/parva-kopka/").full_json
    factories.settle()
    assert "Преди срива" in Entry.objects.get(path="/bg/novini/parva-kopka/").full_json


def test_an_error_takes_back_the_change_and_its_marks() -> None:
    page = factories.article()
    PendingChange.objects.all().delete()

    def fail() -> None:
        with publish_transaction():
            page.title = "Недовършено"
            page.save()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert not PendingChange.objects.exists()


def test_a_wide_change_goes_on_in_the_background(monkeypatch: pytest.MonkeyPatch) -> None:
    parent = factories.about()
    for number in range(6):
        factories.text_page(parent, title=f"Страница {number}")
    monkeypatch.setattr(flush, "REQUEST_LIMIT_GROUPS", 3)
    parent.title = "Кои сме"
    with publish_transaction():
        parent.save_revision().publish()
    assert "Кои сме" in Entry.objects.get(type="about").full_json, "the page itself is done at once"
    below = Entry.objects.filter(type="content")
    assert below.filter(full_json__contains="Кои сме").count() == 2
    assert count_deferred() == 4
    factories.settle()
    assert below.filter(full_json__contains="Кои сме").count() == 6
    assert not PendingChange.objects.exists()


@pytest.fixture
def spoilt(monkeypatch: pytest.MonkeyPatch) -> NewsPage:
    """An article that the serializer stumbles on while its title says “Развалена”."""
    page = factories.article()
    serialize = base.serialize_own_content

    def stumble(page: Any) -> Any:
        if page.title == "Развалена":
            raise ZeroDivisionError
        return serialize(page)

    monkeypatch.setattr(base, "serialize_own_content", stumble)
    page.title = "Развалена"
    with publish_transaction():
        page.save_revision().publish()
    return page


def test_what_cannot_be_projected_holds_up_nobody(
    spoilt: NewsPage, caplog: pytest.LogCaptureFixture
) -> None:
    (record,) = caplog.get_records("setup")
    assert str(spoilt.translation_key) in record.getMessage()
    assert list_failed_groups() == [dependency_keys.group(spoilt)], "it is tried again"
    assert count_deferred() == 0
    factories.text_page(factories.home(), title="Друга")
    assert Entry.objects.filter(path="/bg/druga/").exists()
    factories.settle()
    assert "Първа копка" in Entry.objects.get(type="news").full_json


def test_what_could_not_be_projected_is_tried_again(
    spoilt: NewsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    later = timezone.now() + flush.RETRY_DELAY
    monkeypatch.setattr(timezone, "now", lambda: later)
    factories.settle()
    assert "Развалена" in Entry.objects.get(type="news").full_json
    assert list_failed_groups() == []


def test_failed_page_is_marked_once_however_often_it_fails(spoilt: NewsPage) -> None:
    for _ in range(2):
        with publish_transaction():
            spoilt.save_revision().publish()
    assert list_failed_groups() == [dependency_keys.group(spoilt)]


def test_failed_page_that_is_published_again_is_forgotten(
    spoilt: NewsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    with publish_transaction():
        spoilt.save_revision().publish()
    assert list_failed_groups() == []
    assert "Развалена" in Entry.objects.get(type="news").full_json


def test_a_request_does_not_take_up_what_waits_for_the_worker() -> None:
    factories.article()
    PendingChange.objects.create(key="all", due_at=timezone.now())
    with publish_transaction():
        pass
    assert PendingChange.objects.filter(key="all").exists()


def test_numbers_only_grow_and_every_flush_has_its_own_second() -> None:
    page = factories.article()
    numbers, moments = [], []
    for title in ("едно", "две", "три"):
        page.title = title
        page = factories.publish(page)
        entry = Entry.objects.get(path="/bg/novini/parva-kopka/")
        numbers.append(entry.sequence)
        moments.append(entry.modified_at)
    assert numbers == sorted(set(numbers))
    assert moments == sorted(set(moments))


def test_a_removal_gives_its_lists_a_later_number() -> None:
    page = factories.article()
    before = ListState.objects.get(name="type:news", locale="bg")
    with publish_transaction():
        page.unpublish()
    after = ListState.objects.get(name="type:news", locale="bg")
    assert (before.count, after.count) == (1, 0)
    assert after.sequence > before.sequence
    assert after.modified_at > before.modified_at


def test_no_number_is_handed_out_twice() -> None:
    for title in ("Първа", "Втора"):
        factories.article(title=title)
    numbers = [*Entry.objects.values_list("sequence", flat=True)]
    lists = {*ListState.objects.values_list("sequence", flat=True)}
    assert len(numbers) == len(set(numbers))
    assert not lists & set(numbers)
    assert max(lists) == Sequence.objects.get().number
