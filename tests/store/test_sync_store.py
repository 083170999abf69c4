"""`manage.py sync_store`: tells in what the store differs, and brings it in line."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from cms.store import consistency, flush
from cms.store.invalidation import list_all_groups as everything_there_is
from cms.store.models import Dependency, Entry, ListMembership, ListState, Sequence
from cms.store.projection import Projection, project
from news.models import NewsPage
from tests import factories

pytestmark = pytest.mark.django_db


def run(*options: str) -> str:
    out = StringIO()
    call_command("sync_store", *options, stdout=out)
    return out.getvalue()


def everything() -> dict[str, list[Any]]:
    models: list[Any] = [Entry, ListMembership, ListState, Dependency, Sequence]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_check_names_what_differs_and_writes_nothing() -> None:
    factories.article()
    Entry.objects.filter(type="news").update(full_json="{}")
    before = everything()
    with pytest.raises(CommandError, match="1 places"):
        run("--check")
    assert everything() == before


@pytest.mark.parametrize("option", ["", "--rebuild"])
def test_damage_is_mended(option: str) -> None:
    factories.article()
    Entry.objects.filter(type="news").update(full_json="{}")
    ListMembership.objects.filter(entry__type="home").delete()
    ListState.objects.update(count=7)
    Dependency.objects.all().delete()
    run(*filter(None, [option]))
    assert "equals the pages" in run("--check")


def test_an_entry_without_a_page_is_removed() -> None:
    page = factories.article()
    models: list[Any] = [NewsPage, Page]
    for model in models:  # Behind Django's back: no signal tells.
        model.objects.filter(pk=page.pk)._raw_delete("default")
    run()
    assert not Entry.objects.get(type="news").live


def test_a_lost_store_is_built_anew_with_higher_numbers(content: None) -> None:
    ids = set(Entry.objects.values_list("pk", "path", "updated_at"))
    highest = Sequence.objects.get().number
    for model in (Dependency, ListMembership, Entry, ListState, Sequence):
        model.objects.all().delete()
    run("--if-stale")
    assert set(Entry.objects.values_list("pk", "path", "updated_at")) == ids
    assert min(Entry.objects.values_list("sequence", flat=True)) > highest


class Killed(BaseException):
    """Ends a run where a SIGKILL would."""


def test_a_rebuild_that_is_killed_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        factories.article(title=f"Новина {number}")
    monkeypatch.setattr(flush, "BATCH_SIZE", 3)
    projected: list[str] = []

    def count(group: str, *locales: Any) -> Projection:
        projected.append(group)
        return project(group, *locales)

    def kill(done: int, of: int) -> None:
        raise Killed

    monkeypatch.setattr(flush, "project", count)
    with pytest.raises(Killed):
        consistency.sync(kill, rebuild=True)
    first = len(projected)
    output = run("--rebuild")
    assert first == 3
    assert len(projected) == len(set(projected)) == len(everything_there_is())
    assert f"{len(projected) - first} of {len(projected) - first}" in output
    assert "equals the pages" in run("--check")


def test_a_rebuild_after_a_finished_one_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    factories.article()
    run("--rebuild")
    Entry.objects.filter(type="news").update(full_json="{}")
    run("--rebuild")
    assert "equals the pages" in run("--check")


def test_what_cannot_be_projected_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    factories.article()

    def stumble(*group: Any) -> Projection:
        raise ZeroDivisionError

    monkeypatch.setattr(flush, "project", stumble)
    with pytest.raises(CommandError, match="pages could not be projected"):
        run("--rebuild")
    monkeypatch.setattr(consistency, "project", stumble)
    output = StringIO()
    with pytest.raises(CommandError, match="differs from the pages"):
        call_command("sync_store", check=True, stdout=output)
    line = "/bg/novini/parva-kopka/: cannot be projected (ZeroDivisionError: )"
    assert line in output.getvalue().splitlines()
    monkeypatch.undo()
    run()
    assert "equals the pages" in run("--check")
