"""`manage.py sync_store`: tells in what the store differs, and brings it in line."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from cms.store.models import Dependency, Entry, Facet, Listing, Sequence
from news.models import NewsPage
from tests import factories

pytestmark = pytest.mark.django_db


def run(*options: str) -> str:
    out = StringIO()
    call_command("sync_store", *options, stdout=out)
    return out.getvalue()


def everything() -> dict[str, list[Any]]:
    models: list[Any] = [Entry, Facet, Listing, Dependency, Sequence]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


@pytest.mark.parametrize("option", [[], ["--rebuild"], ["--if-stale"]])
def test_a_store_in_line_is_not_touched(content: None, option: list[str]) -> None:
    before = everything()
    run(*option)
    assert everything() == before


def test_check_names_what_differs_and_writes_nothing() -> None:
    factories.article()
    Entry.objects.filter(type="news").update(whole="{}")
    before = everything()
    with pytest.raises(CommandError, match="1 places"):
        run("--check")
    assert everything() == before


@pytest.mark.parametrize("option", ["", "--rebuild"])
def test_damage_is_mended(option: str) -> None:
    factories.article()
    Entry.objects.filter(type="news").update(whole="{}")
    Facet.objects.filter(entry__type="home").delete()
    Listing.objects.update(count=7)
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
    for model in (Dependency, Facet, Entry, Listing, Sequence):
        model.objects.all().delete()
    run("--if-stale")
    assert set(Entry.objects.values_list("pk", "path", "updated_at")) == ids
    assert min(Entry.objects.values_list("sequence", flat=True)) > highest
