"""Source and translation side by side, to read: what a reviewer compares."""

from dataclasses import dataclass

from wagtail_localize.models import Translation

from cms.content.publishable import Translatable
from cms.translation.editor.fuzzy_match import Part, differences, former_forms
from cms.translation.editor.labels import Labels
from cms.translation.editor.worklist import MACHINE, segments_of, translations_of
from cms.translation.memory.lookup import of_page
from cms.translation.memory.models import MemoryUnit


@dataclass
class Line:
    """A segment, by its key and path, and its translation; `was` and `now` where they have changed
    since the page was published last, each as the source's and the translation's parts."""

    key: str
    path: str
    label: str
    source: str
    translation: str
    machine: bool
    was: tuple[list[Part], list[Part]] | None = None
    now: tuple[list[Part], list[Part]] | None = None


def lines_of(job: Translation, target: Translatable) -> list[Line]:
    """Return a page's segments in their order. A fixed number of queries."""
    segments, translations = segments_of(job), translations_of(job)
    labels = Labels(job.source)
    lines = {}
    for key, segment in segments.items():
        row = translations.get(key)
        lines[segment.context.path, segment.string.data] = Line(
            key,
            segment.context.path,
            labels.of(segment.context),
            segment.string.data,
            row.data if row else "",
            bool(row and row.translation_type == MACHINE),
        )
    for place, unit in _before(job, target, lines).items():
        line = lines[place]
        sources = differences(unit.source, line.source)
        translated = differences(unit.translation, line.translation)
        line.was, line.now = (sources[0], translated[0]), (sources[1], translated[1])
    return list(lines.values())


def _before(
    job: Translation, target: Translatable, lines: dict[tuple[str, str], Line]
) -> dict[tuple[str, str], MemoryUnit]:
    """What said each changed segment when the page was published last."""
    if not target.live_revision:
        return {}
    # Not when it was published: it may have waited for its review meanwhile.
    published = target.live_revision.created_at
    units = of_page(job.source.object_id, job.target_locale.language_code)
    old = [unit for unit in units if unit.translated_at <= published]
    same: dict[tuple[str, str], MemoryUnit] = {}
    for unit in old:
        same.setdefault((unit.path, unit.source), unit)
    kept = {place for place in lines if place in same}
    found = {
        place: same[place] for place in kept if same[place].translation != lines[place].translation
    }
    new = [place for place in lines if place not in kept]
    return found | former_forms(new, old, list(lines))
