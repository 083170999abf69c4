"""Saving what came back: every change, in one transaction, through the models.

Each row is saved by itself, so that whoever listens to wagtail-localize's translations hears of
it, and of what it said before.
"""

from typing import Any

from django.db import transaction
from wagtail_localize.models import StringTranslation

from cms.translation.exchange.checking import Change


@transaction.atomic
def apply(changes: list[Change], user: Any) -> None:
    for change in changes:
        row = change.unit.row or StringTranslation(
            translation_of_id=change.unit.segment.string_id,
            context_id=change.unit.segment.context_id,
            locale_id=change.job.target_locale_id,
        )
        row.data = change.text
        row.translation_type = StringTranslation.TRANSLATION_TYPE_MANUAL
        row.tool_name = change.format
        row.last_translated_by = user
        row.has_error, row.field_error = False, ""
        row.save()
