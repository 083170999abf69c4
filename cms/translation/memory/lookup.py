"""What the memory is asked: how were these words translated before, here or anywhere?"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from cms.translation.memory.models import MemoryUnit, text_digest

# A segment of a page: the path of its field or block, and its text.
Segment = tuple[str, str]


def find_exact_matches(
    translation_key: UUID,
    segments: Collection[Segment],
    source_language: str,
    target_language: str,
) -> dict[Segment, list[MemoryUnit]]:
    """Return for each segment of a page the translations of the very same text, best first.

    Best is one from the same place, then a person's before a machine's, then the newest. Words
    that several places share are told once. One query.
    """
    units = MemoryUnit.objects.filter(
        source_digest__in={text_digest(text) for _, text in segments},
        source_language=source_language,
        target_language=target_language,
        has_error=False,
    ).order_by("-translated_at", "-pk")
    found: dict[str, list[MemoryUnit]] = defaultdict(list)
    for unit in units:
        found[unit.source].append(unit)

    def ranked(segment: Segment) -> list[MemoryUnit]:
        path, text = segment
        here = (translation_key, path)

        def rank(unit: MemoryUnit) -> tuple[bool, bool]:
            return (unit.translation_key, unit.path) != here, unit.kind == MemoryUnit.Kind.MACHINE

        return _distinct(sorted(found[text], key=rank))

    return {segment: ranked(segment) for segment in segments if found[segment[1]]}


def find_page_units(translation_key: UUID, target_language: str) -> list[MemoryUnit]:
    """Return all that a page was ever translated with into a language, the newest first."""
    units = MemoryUnit.objects.filter(
        translation_key=translation_key, target_language=target_language, has_error=False
    )
    return list(units.order_by("-translated_at", "-pk"))


def _distinct(units: Iterable[MemoryUnit]) -> list[MemoryUnit]:
    """The first with each translation."""
    first: dict[str, MemoryUnit] = {}
    for unit in units:
        first.setdefault(unit.translation, unit)
    return list(first.values())
