"""Words that a file only brings back: a segment had them before it was changed here."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from cms.translation.files import inline_markup
from cms.translation.files.validation import Change
from cms.translation.memory.bulk_save import normalize_line
from cms.translation.memory.models import MemoryUnit

# A page, a language, and there a path and its source text.
SegmentLocation: TypeAlias = tuple[UUID | None, str, str, str]
# What was said at a place, and when it was said last.
EarlierTargets: TypeAlias = tuple[str, datetime]


def drop_stale_targets(changes: Collection[Change]) -> list[Change]:
    """Leave out what would put earlier words in the place of newer ones, which whoever sends the
    file has not seen. One query.

    Who has put them back on purpose looks the same where the file no longer says when it was
    handed out, or has itself brought the newer ones before.
    """
    earlier = _earlier_targets([change for change in changes if _is_late(change)])
    return [change for change in changes if not _is_stale(change, earlier[_location(change)])]


def _is_late(change: Change) -> bool:
    """Whether it would replace what somebody stands by and the file may not have shown."""
    row = change.unit.row
    if row is None or not change.unit.is_done:
        return False
    return change.moment is None or change.moment < row.updated_at


def _earlier_targets(changes: Collection[Change]) -> dict[SegmentLocation, list[EarlierTargets]]:
    """What the places of the changes were ever translated with."""
    earlier: dict[SegmentLocation, list[EarlierTargets]] = defaultdict(list)
    if not changes:
        return earlier
    locations = {_location(change) for change in changes}
    units = MemoryUnit.objects.filter(
        translation_key__in={page for page, *_ in locations},
        target_language__in={language for _, language, *_ in locations},
    ).values_list(
        "translation_key", "target_language", "path", "source", "translation", "translated_at"
    )
    for page, language, path, source, text, moment in units:
        if (location := (page, language, path, source)) in locations:
            earlier[location].append((text, moment))
    return earlier


def _location(change: Change) -> SegmentLocation:
    translation, unit = change.translation, change.unit
    language = translation.target_locale.language_code
    return translation.source.object_id, language, unit.path, unit.segment.string.data


def _is_stale(change: Change, earlier: Iterable[EarlierTargets]) -> bool:
    row = change.unit.row
    return row is not None and any(
        moment <= row.updated_at and _as_exported(text) == change.text for text, moment in earlier
    )


def _as_exported(text: str) -> str:
    """How a translation comes back when nobody touches it."""
    try:
        return normalize_line(inline_markup.to_html(inline_markup.parse_stored(text)))
    except ValueError:
        # It never went out.
        return ""
