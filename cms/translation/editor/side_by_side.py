"""Source and translation side by side, to read: what a reviewer compares."""

from dataclasses import dataclass

from wagtail_localize.models import Translation

from cms.content.publishable import Translatable
from cms.translation.editor.fuzzy_match import DiffPart, diff_texts, find_fuzzy_matches
from cms.translation.editor.labels import Labels
from cms.translation.editor.worklist import MACHINE, segments_by_key, translations_by_key
from cms.translation.memory.lookup import find_page_units
from cms.translation.memory.models import MemoryUnit


@dataclass
class ComparisonLine:
    """A segment, by its key and path, and its translation; `before` and `after` where they have
    changed since the page was published last, each as the source's and the translation's parts."""

    key: str
    path: str
    label: str
    source: str
    translation: str
    is_machine: bool
    before: tuple[list[DiffPart], list[DiffPart]] | None = None
    after: tuple[list[DiffPart], list[DiffPart]] | None = None


def comparison_lines(translation: Translation, target: Translatable) -> list[ComparisonLine]:
    """Return a page's segments in their order. A fixed number of queries."""
    segments, translations = segments_by_key(translation), translations_by_key(translation)
    labels = Labels(translation.source)
    lines = {}
    for key, segment in segments.items():
        row = translations.get(key)
        lines[segment.context.path, segment.string.data] = ComparisonLine(
            key,
            segment.context.path,
            labels.label_for(segment.context),
            segment.string.data,
            row.data if row else "",
            bool(row and row.translation_type == MACHINE),
        )
    for location, unit in _previous_units(translation, target, lines).items():
        line = lines[location]
        sources = diff_texts(unit.source, line.source)
        translated = diff_texts(unit.translation, line.translation)
        line.before, line.after = (sources[0], translated[0]), (sources[1], translated[1])
    return list(lines.values())


def _previous_units(
    translation: Translation, target: Translatable, lines: dict[tuple[str, str], ComparisonLine]
) -> dict[tuple[str, str], MemoryUnit]:
    """What said each changed segment when the page was published last."""
    if not target.live_revision:
        return {}
    # Not when it was published: it may have waited for its review meanwhile.
    published = target.live_revision.created_at
    units = find_page_units(translation.source.object_id, translation.target_locale.language_code)
    old = [unit for unit in units if unit.translated_at <= published]
    units_by_segment: dict[tuple[str, str], MemoryUnit] = {}
    for unit in old:
        units_by_segment.setdefault((unit.path, unit.source), unit)
    unchanged = {location for location in lines if location in units_by_segment}
    found = {
        location: units_by_segment[location]
        for location in unchanged
        if units_by_segment[location].translation != lines[location].translation
    }
    new = [location for location in lines if location not in unchanged]
    return found | find_fuzzy_matches(new, old, list(lines))
