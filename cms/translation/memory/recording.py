"""How the memory learns: what segments are translated with is kept, in the same words once."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Q
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation

from cms.translation.memory.models import MemoryUnit, text_digest

# What the last time is told by that something was said.
UPDATED_FIELDS = ["kind", "translator_id", "translated_at", "has_error"]


def record_translations(rows: Collection[StringTranslation]) -> None:
    """Keep what segments are translated with. The queries are as many for many as for one."""
    units = list(_units(rows))
    known = _existing_units(units)
    MemoryUnit.objects.bulk_create(unit for unit in units if _identity(unit) not in known)
    again = [
        old
        for unit in units
        for old in known.get(_identity(unit), ())
        if _update_last_time(old, unit)
    ]
    if again:
        MemoryUnit.objects.bulk_update(again, UPDATED_FIELDS)


def _units(rows: Collection[StringTranslation]) -> Iterator[MemoryUnit]:
    languages = dict(Locale.objects.values_list("pk", "language_code"))
    for row in rows:
        text, context = row.translation_of, row.context
        yield MemoryUnit(
            source_language=languages[text.locale_id],
            target_language=languages[row.locale_id],
            source=text.data,
            source_digest=text_digest(text.data),
            translation=row.data,
            translation_key=context.object_id if context else None,
            path=context.path if context else "",
            kind=row.translation_type or MemoryUnit.Kind.MANUAL,
            translator_id=row.last_translated_by_id,
            translated_at=row.updated_at,
            has_error=row.has_error,
        )


def _existing_units(units: Collection[MemoryUnit]) -> dict[Any, list[MemoryUnit]]:
    """Those that are there already."""
    found = MemoryUnit.objects.filter(
        Q(translation_key__in={unit.translation_key for unit in units}) | Q(translation_key=None),
        source_digest__in={unit.source_digest for unit in units},
        target_language__in={unit.target_language for unit in units},
    )
    known = defaultdict(list)
    for unit in found:
        known[_identity(unit)].append(unit)
    return known


def _identity(unit: MemoryUnit) -> tuple[Any, ...]:
    """What makes two of them the same one."""
    languages = unit.source_language, unit.target_language
    return unit.source, *languages, unit.translation, unit.translation_key, unit.path


def _update_last_time(old: MemoryUnit, new: MemoryUnit) -> bool:
    """Note the last time of a unit; return whether that is another than is noted."""
    different = any(getattr(old, name) != getattr(new, name) for name in UPDATED_FIELDS)
    for name in UPDATED_FIELDS:
        setattr(old, name, getattr(new, name))
    return different
