"""Many translations saved at once are saved as one by one: whoever listens to each hears of all."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models.signals import post_save, pre_save
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation

from cms.store.flush import publish_transaction
from cms.store.models import PendingChange
from cms.translation.memory import signals
from cms.translation.memory.bulk_save import save_translations
from cms.translation.memory.models import MemoryUnit
from tests import factories

pytestmark = pytest.mark.django_db

# Another one, the same words by a person, one that was faulty, a new one.
TEXTS = {
    "Първа копка": "First sod",
    "Кратко": "In short",
    "Второ": "A second one",
    "Трето": "Third",
}
MACHINE = StringTranslation.TRANSLATION_TYPE_MACHINE


@pytest.fixture
def page() -> Any:
    """A page in Bulgarian that a machine has translated but for its end."""
    body = [("text", "<p>Второ</p><p>Трето</p>")]
    page = factories.about(title="Първа копка", summary="Кратко", body=body)
    factories.translate(page, {"Кратко": "In short", "Второ": "<p>Second"}, live=False)
    rows = StringTranslation.objects.filter(context__object_id=page.translation_key)
    rows.update(translation_type=MACHINE, tool_name="DeepL", field_error="Too long.")
    with publish_transaction():
        rows.get(translation_of__data="Трето").delete()
    MemoryUnit.objects.filter(source="Трето").delete()
    assert rows.get(translation_of__data="Второ").has_error
    return page


def made(page: Any) -> list[StringTranslation]:
    """Somebody's translations of all the page's texts, not saved yet."""
    maria = get_user_model().objects.get_or_create(username="maria")[0]
    segments = StringSegment.objects.filter(source__object_id=page.translation_key)
    return [
        StringTranslation(
            translation_of=segment.string,
            context=segment.context,
            locale=factories.locale("en"),
            data=TEXTS[segment.string.data],
            translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
            last_translated_by=maria,
        )
        for segment in segments.select_related("string", "context")
    ]


def one_by_one(rows: list[StringTranslation]) -> None:
    for row in rows:
        there = StringTranslation.objects.filter(
            translation_of=row.translation_of, context=row.context, locale=row.locale
        ).first()
        if there:
            row.pk, row.created_at = there.pk, there.created_at
        row.save()


def kept(page: Any) -> list[Any]:
    """All that is there afterwards, but for the moments."""
    own = {"context__object_id": page.translation_key}
    written = ("pk", "data", "translation_type", "tool_name", "last_translated_by__username")
    faults = ("has_error", "field_error", "created_at", "translation_of", "context", "locale")
    told = ("source", "translation", "path", "kind", "translator__username", "has_error")
    ends = ("source_digest", "source_language", "target_language", "translation_key")
    target = page.get_translations().get()
    rows = StringTranslation.objects.filter(**own)
    return [
        {row[1:] if row[1] == "Third" else row for row in rows.values_list(*written)},
        set(rows.exclude(data="Third").values_list(*faults)),
        sorted(MemoryUnit.objects.values_list(*told, *ends)),
        set(PendingChange.objects.values_list("key", flat=True)),
        Page.objects.get(pk=target.pk).draft_title,
    ]


def after(page: Any, save: Callable[[list[StringTranslation]], None]) -> list[Any]:
    with transaction.atomic():
        save(made(page))
        rows = StringTranslation.objects.filter(context__object_id=page.translation_key)
        for row in rows:
            unit = MemoryUnit.objects.get(translation=row.data, source=row.translation_of.data)
            assert unit.translated_at == row.updated_at, f"{unit}: when it was said last"
        found = kept(page)
        transaction.set_rollback(True)
    return found


def test_many_at_once_leave_something_else_than_one_by_one(page: Any) -> None:
    before = kept(page)
    expected = after(page, one_by_one)
    assert after(page, save_translations) == expected
    for old, new in zip(before, expected, strict=True):
        assert old != new, "nothing was to be seen of it"


@pytest.mark.parametrize(
    ("data", "shown"),
    [("Profit &amp; <b>loss</b>", "Profit & loss"), ("A" + "<b></b>" * 50, "A")],
)
def test_a_title_is_shown_as_html_or_does_not_fit_its_column(
    page: Any, data: str, shown: str
) -> None:
    (row,) = [row for row in made(page) if row.context.path == "title"]
    row.data = data
    save_translations([row])
    assert Page.objects.get(pk=page.get_translations().get().pk).draft_title == shown


def test_a_files_or_machines_line_end_is_kept(page: Any) -> None:
    """A field of the panel would send it back as something else, and nobody would have touched
    it."""
    rows = made(page)
    rows[0].data = " First\r\nsod\n"
    save_translations(rows)
    assert StringTranslation.objects.get(pk=rows[0].pk).data == "First sod"
    assert MemoryUnit.objects.filter(translation="First sod").exists()


def test_nobody_has_counted_with_somebody_who_listens(page: Any) -> None:
    """Whoever listens to each saved translation is told by `write` too."""
    heard = {
        *pre_save._live_receivers(StringTranslation)[0],
        *post_save._live_receivers(StringTranslation)[0],
    }
    own = {each.__name__ for each in heard} - {
        # Wagtail's, of each model; it concerns those in languages alone.
        "set_locale_on_new_instance",
        # `write` composes what it writes, and keeps the keys of the titles that it changes.
        "compose_before_save",
        "save_key",
    }
    assert own == {
        signals.record_overwritten.__name__,
        signals.record_saved.__name__,
        "text_translated",
        "post_save_string_translation",
    }


def test_no_translation_at_all_is_an_error(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        save_translations([])
