"""The index is at every moment what the entries say: no more, no less, nothing old."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.test import Client

from cms.search import indexing
from cms.search.models import Document
from cms.store import build_version
from cms.store.flush import flush, publish_transaction
from cms.store.models import Entry
from tests import factories
from tests.search.indexed import ids, indexed
from tests.search.library import found

pytestmark = pytest.mark.django_db


def check() -> str:
    out = StringIO()
    call_command("sync_store", "--check", stdout=out)
    return out.getvalue()


def in_line() -> None:
    """Fail unless documents and index are exactly what the live entries make."""
    assert "equals the pages" in check()
    known = ids()
    assert known["documents"] == known["index"] == known["entries"]
    if connection.vendor == "sqlite":
        columns = ("pk", "title", "body", "beginnings")
        told = {row[0]: row[1:] for row in Document.objects.values_list(*columns)}
        assert told == {
            row["object_id"]: (row["title"], row["body"], row["autocomplete"]) for row in indexed()
        }


def test_a_change_does_not_reach_the_index(client: Client) -> None:
    page = factories.article(title="Първа копка", body=[("text", "<p>Рудникът</p>")])
    in_line()
    assert found(client, "рудник") == found(client, "копка") == ["Първа копка"]

    page.title, page.body = "Втора копка", [("text", "<p>Проходът</p>")]
    page = factories.publish(page)
    in_line()
    assert found(client, "рудник") == found(client, "първа") == []
    assert found(client, "проход") == ["Втора копка"]

    page.slug = "drugade"
    page = factories.publish(page)
    in_line()
    assert found(client, "проход") == ["Втора копка"]

    with publish_transaction():
        page.unpublish()
    in_line()
    assert found(client, "проход") == []

    page = factories.publish(page)
    in_line()
    assert found(client, "проход") == ["Втора копка"]

    factories.translate(page, {"Втора копка": "Second dig"})
    in_line()
    assert found(client, "digs", locale="en") == ["Second dig"]

    with publish_transaction():
        page.delete()
    in_line()
    assert found(client, "проход", locale="bg") == []


def test_a_category_or_member_is_found_by_its_former_name_elsewhere(client: Client) -> None:
    member = factories.member(title="Асарел")
    factories.article(title="Новина", members=[member])
    assert found(client, "асарел", type="news") == ["Новина"]
    member.title = "Геотехмин"
    factories.publish(member)
    in_line()
    assert found(client, "асарел") == []
    assert found(client, "геотехмин", type="news") == ["Новина"]


def test_a_draft_is_found(client: Client) -> None:
    page = factories.article(title="Открита")
    page.title = "Чернова"
    page.save_revision()
    factories.article(title="Чернова втора", live=False)
    assert found(client, "чернова") == []
    assert "чернов" not in str(indexed())


def test_a_change_that_fails_leaves_its_words(client: Client) -> None:
    page = factories.article(title="Първа копка")
    page.title = "Втора копка"
    with pytest.raises(ZeroDivisionError), publish_transaction():
        _publish_and_fail(page)
    assert found(client, "втора") == []
    assert found(client, "първа") == ["Първа копка"]


def _publish_and_fail(page: Any) -> None:
    page.save_revision().publish()
    flush()
    assert "Втора" in str(Document.objects.values_list("heading", flat=True))
    raise ZeroDivisionError


def test_the_index_may_fail_and_the_page_be_published(monkeypatch: pytest.MonkeyPatch) -> None:
    page = factories.article(title="Първа копка")

    def stumble(documents: list[Document]) -> None:
        raise DatabaseError

    monkeypatch.setattr(indexing, "_write", stumble)
    page.title = "Втора копка"
    with pytest.raises(DatabaseError):
        factories.publish(page)
    assert '"Първа копка"' in Entry.objects.get(type="news").full_json


@pytest.mark.parametrize("option", ["", "--rebuild"])
@pytest.mark.parametrize("damage", ["missing", "stale", "too many", "left of what is deleted"])
def test_damage_of_the_index_is_not_told_or_not_mended(damage: str, option: str) -> None:
    page = factories.article()
    articles = Document.objects.filter(type="news")
    if damage == "missing":
        articles.delete()
    elif damage == "stale":
        articles.update(body="sold")
    else:
        with publish_transaction():
            page.unpublish() if damage == "too many" else page.delete()
        gone = Entry.objects.get(type="news")
        Document.objects.create(id=str(gone.pk), entry=gone, heading="Стара")
    with pytest.raises(CommandError, match="1 places"):
        check()
    call_command("sync_store", *filter(None, [option]), verbosity=0)
    in_line()


def test_new_stemming_makes_the_store_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not build_version.is_stale()
    monkeypatch.setattr(indexing.INDEX, "version", "2")
    assert build_version.is_stale()
