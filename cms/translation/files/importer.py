"""Saving what came back: every change, in one transaction."""

from django.db import transaction
from wagtail_localize.models import StringTranslation

from cms.core.users import RequestUser
from cms.translation.files.validation import Change
from cms.translation.memory.bulk_save import save_translations


@transaction.atomic
def apply_changes(changes: list[Change], user: RequestUser | None) -> None:
    number = user.pk if user else None
    save_translations([_translation(change, number) for change in changes])


def _translation(change: Change, translator: int | None) -> StringTranslation:
    return StringTranslation(
        translation_of=change.unit.segment.string,
        context=change.unit.segment.context,
        locale=change.translation.target_locale,
        data=change.text,
        translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
        tool_name=change.format,
        last_translated_by_id=translator,
    )
