"""No translation is ever lost: whatever overwrites or deletes it, the memory has its words."""

from datetime import datetime, timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

from cms.store.flush import publish_transaction
from cms.translation.memory.bulk_save import save_translations
from cms.translation.memory.lookup import find_exact_matches, find_page_units
from cms.translation.memory.models import MemoryUnit
from tests import factories

pytestmark = pytest.mark.django_db

MACHINE = StringTranslation.TRANSLATION_TYPE_MACHINE


@pytest.fixture
def page() -> Any:
    """A page in Bulgarian whose title and summary are translated into English."""
    page = factories.about(title="Първа копка", summary="Кратко")
    texts = {"Първа копка": "Ground broken", "Кратко": "In short"}
    factories.translate(page, texts, live=False)
    return page


def row(text: str) -> StringTranslation:
    return StringTranslation.objects.get(data=text)


def remembered(page: Any, **wanted: Any) -> set[str]:
    units = MemoryUnit.objects.filter(translation_key=page.translation_key, **wanted)
    return set(units.values_list("translation", flat=True))


def test_what_is_saved_is_not_remembered_with_where_and_by_whom(page: Any) -> None:
    maria = get_user_model().objects.create_user("maria")
    title = row("Ground broken")
    title.data, title.last_translated_by = "First sod", maria
    title.save()
    unit = MemoryUnit.objects.get(translation="First sod")
    assert (unit.source, unit.source_language, unit.target_language) == ("Първа копка", "bg", "en")
    assert (unit.translation_key, unit.path) == (page.translation_key, "title")
    assert (unit.kind, unit.translator) == ("manual", maria)
    assert unit.translated_at == StringTranslation.objects.get(pk=title.pk).updated_at


def overwrite(page: Any) -> None:
    title = row("Ground broken")
    title.data = "First sod"
    title.save()


def overwrite_past_the_signals_and_then_by_them(page: Any) -> None:
    StringTranslation.objects.filter(data="Ground broken").update(data="Behind their back")
    title = row("Behind their back")
    title.data = "First sod"
    title.save()
    assert "Behind their back" in remembered(page)


def overwrite_at_once(page: Any) -> None:
    """As one of many that are saved together."""
    old = row("Ground broken")
    new = StringTranslation(
        translation_of=old.translation_of, context=old.context, locale=old.locale, data="First sod"
    )
    save_translations([new])
    assert "First sod" in remembered(page)


def overwrite_past_the_signals_and_then_at_once(page: Any) -> None:
    MemoryUnit.objects.filter(translation="Ground broken").delete()
    overwrite_at_once(page)


def delete_it(page: Any) -> None:
    row("Ground broken").delete()


def delete_the_source_page(page: Any) -> None:
    with publish_transaction():
        type(page).objects.get(pk=page.pk).delete()


def delete_the_translation(page: Any) -> None:
    with publish_transaction():
        page.get_translations().get().delete()


def delete_both(page: Any) -> None:
    delete_the_translation(page)
    delete_the_source_page(page)


def lose_the_memory_and_then_delete(page: Any) -> None:
    """What came in past the signals is kept when it goes."""
    MemoryUnit.objects.all().delete()
    delete_it(page)


def delete_its_source_and_context(page: Any) -> None:
    Translation.objects.filter(source__object_id=page.translation_key).delete()
    StringSegment.objects.filter(source__object_id=page.translation_key).delete()
    TranslationSource.objects.filter(object_id=page.translation_key).delete()
    row("Ground broken").translation_of.delete()


def change_the_source(page: Any) -> None:
    page.title = "Втора копка"
    factories.publish(page)
    with publish_transaction():
        TranslationSource.objects.get(object_id=page.translation_key).update_from_db()


def import_over_it(page: Any) -> None:
    job = Translation.objects.get(source__object_id=page.translation_key)
    po = job.export_po()
    next(entry for entry in po if entry.msgctxt == "title").msgstr = "From a file"
    job.import_po(po, delete=True)
    assert "From a file" in remembered(page)


LOSSES = (
    overwrite,
    overwrite_past_the_signals_and_then_by_them,
    overwrite_at_once,
    overwrite_past_the_signals_and_then_at_once,
    delete_it,
    delete_the_source_page,
    delete_the_translation,
    delete_both,
    lose_the_memory_and_then_delete,
    delete_its_source_and_context,
    change_the_source,
    import_over_it,
)


def test_words_are_lost(page: Any) -> None:
    for lose in LOSSES:
        with transaction.atomic():
            lose(type(page).objects.get(pk=page.pk))
            units = MemoryUnit.objects.filter(translation_key=page.translation_key, path="title")
            kept = units.get(translation="Ground broken", target_language="en")
            assert kept.source == "Първа копка", lose.__name__
            transaction.set_rollback(True)


def test_the_same_words_are_remembered_twice(page: Any) -> None:
    before = MemoryUnit.objects.count()
    title = row("Ground broken")
    title.translation_type = MACHINE
    title.save()
    assert MemoryUnit.objects.count() == before
    assert MemoryUnit.objects.get(translation="Ground broken").kind == "machine"


def test_broken_words_are_offered(page: Any) -> None:
    title = row("Ground broken")
    title.data = "Ground <p>broken"
    title.save()
    assert "Ground <p>broken" in remembered(page, has_error=True)
    found = find_exact_matches(page.translation_key, [("title", "Първа копка")], "bg", "en")
    assert [unit.translation for unit in found["title", "Първа копка"]] == ["Ground broken"]
    assert "Ground <p>broken" not in {
        unit.translation for unit in find_page_units(page.translation_key, "en")
    }


def like(translation: str, days: int, page: Any = None, path: str = "title", **given: Any) -> None:
    """Remember a translation of the title so many days old, from that page or from elsewhere."""
    model = MemoryUnit.objects.get(translation="Ground broken")
    for name, value in given.items():
        setattr(model, name, value)
    model.pk, model.translation, model.path = None, translation, path
    model.translation_key = page.translation_key if page else None
    model.translated_at = timezone.now() - timedelta(days=days)
    model.save()


def test_another_match_comes_first_than_the_best(page: Any) -> None:
    """The same place, then a person's, then the newest."""
    like("old, by a person", 5)
    like("new, by a person", 1)
    like("newer, by a machine", 0, kind="machine")
    like("elsewhere on this page", 9, page, path="summary")
    like("into German", 0, page, target_language="de")
    like("Ground broken", 0)
    segments = [("title", "Първа копка"), ("summary", "Никъде")]
    with CaptureQueriesContext(connection) as queries:
        found = find_exact_matches(page.translation_key, segments, "bg", "en")
    assert len(queries) == 1
    assert [each.translation for each in found["title", "Първа копка"]] == [
        "Ground broken",
        "new, by a person",
        "old, by a person",
        "elsewhere on this page",
        "newer, by a machine",
    ]
    assert ("summary", "Никъде") not in found


class FormerUnit:
    """Today's model under the names that it had in the migration."""

    objects = MemoryUnit.objects

    def __new__(cls, made_at: datetime, **fields: Any) -> Any:
        return MemoryUnit(translated_at=made_at, **fields)


def test_what_was_there_before_the_memory_is_not_in_it(page: Any) -> None:
    before = set(MemoryUnit.objects.values_list("source", "translation", "path", "source_digest"))
    MemoryUnit.objects.all().delete()
    migration = import_module("cms.translation.memory.migrations.0002_what_is_there_already")
    translations = apps.get_model("wagtail_localize", "StringTranslation")
    models = {"Unit": FormerUnit, "StringTranslation": translations}
    migration.remember(SimpleNamespace(get_model=lambda _, name: models[name]), None)
    assert (
        set(MemoryUnit.objects.values_list("source", "translation", "path", "source_digest"))
        == before
    )
