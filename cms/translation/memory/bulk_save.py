"""Saving many translations at once.

What is written in bulk sends no signals, so those who listen to each that is saved are told here.
"""

from collections.abc import Sequence

from django.db.models import prefetch_related_objects
from wagtail.models import Page
from wagtail_localize.models import StringTranslation
from wagtail_localize.strings import StringValue

from cms.collation.signals import write_keys
from cms.core.nfc import compose_text
from cms.store.signals import text_translated
from cms.translation.memory.recording import record_translations

# How many are written by one statement, as far as the database takes them.
BATCH_SIZE = 500
UPDATED_FIELDS = [
    "data", "translation_type", "tool_name", "last_translated_by", "updated_at", "has_error",
    "field_error",
]  # fmt: skip


def normalize_line(text: str) -> str:
    """Return a translation as the panel's fields send it: composed, without what surrounds it, and
    with a space where a line ends. A browser sends each line end as CR and LF, whatever it was."""
    return compose_text(" ".join(text.splitlines()).strip())


def save_translations(rows: Sequence[StringTranslation]) -> None:
    """Save new translations, each in the place of the one that is there of its text, place and
    language, as one by one would; in one line, as they are when they come back from a field.

    Called in a transaction. Each comes new, with its text, place and language, no two of the same,
    and with tags that wagtail-localize finds right. The queries grow with the pages, and with the
    segments only by batches.
    """
    for row in rows:
        row.data = normalize_line(row.data)
    for start in range(0, len(rows), BATCH_SIZE):
        batch = rows[start : start + BATCH_SIZE]
        overwritten = _overwritten(batch)
        StringTranslation.objects.bulk_create(
            batch,
            update_conflicts=True,
            unique_fields=["locale", "translation_of", "context"],
            update_fields=UPDATED_FIELDS,
        )
        record_translations([*overwritten, *batch])
    for row in rows:
        _update_draft_title(row)
    first_of_each = list({row.context.object_id: row for row in rows}.values())
    prefetch_related_objects(first_of_each, "context__object__content_type")
    for row in first_of_each:
        text_translated(row)


def _update_draft_title(row: StringTranslation) -> None:
    """Show a page in the lists of the back office by its translated title.

    wagtail-localize shows it as HTML, which may not fit the column either.
    """
    if row.context.path == "title":
        pages = Page.objects.filter(translation_key=row.context.object_id, locale_id=row.locale_id)
        title = StringValue(row.data).render_text()[:255]
        pages.update(draft_title=title)
        write_keys(Page, [(pk, title) for pk in pages.values_list("pk", flat=True)])


def _overwritten(batch: Sequence[StringTranslation]) -> list[StringTranslation]:
    """What is there and says something else: remembered, but where it came past the signals."""
    new = {_place(row): row.data for row in batch}
    found = StringTranslation.objects.filter(
        locale__in={row.locale_id for row in batch},
        translation_of__in={row.translation_of_id for row in batch},
        context__in={row.context_id for row in batch},
    ).select_related("translation_of", "context")
    return [row for row in found if new.get(_place(row), row.data) != row.data]


def _place(row: StringTranslation) -> tuple[int, int, int]:
    return row.locale_id, row.translation_of_id, row.context_id
