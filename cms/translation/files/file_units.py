"""What there is to translate of a job: each segment with its source and its translation so far."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import FieldDoesNotExist
from django.utils import timezone
from django.utils.text import Truncator, capfirst
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from cms.translation.files import inline_markup
from cms.translation.files.inline_markup import Codes, Fragment
from cms.translation.segment_limits import part_names, segment_limit
from cms.translation.word_count import split_words

UNIT_NAMESPACE = UUID("5d0f5f1e-9a3c-4f0e-8d8b-0c2f6a1b7e44")
# Of how many earlier texts of one place the most similar is looked for.
MAX_EARLIER = 20
# How similar, from 0 to 1, a source must be to an earlier one for its translation to be of use.
MIN_SIMILARITY = 0.5


@dataclass(frozen=True)
class FileUnit:
    """A segment. `is_done` says whether its target is a translation that a person stands by,
    `limit` how many letters fit there."""

    path: str
    note: str
    source: Fragment
    segment: StringSegment
    row: StringTranslation | None = None
    target: Fragment = ()
    is_done: bool = False
    # The earlier source that the target is a translation of, where the text has changed since.
    previous: Fragment = ()
    limit: int | None = None

    @cached_property
    def id(self) -> str:
        return unit_id(self.path, self.source)

    @property
    def label(self) -> str:
        """What it is called in a message."""
        return unit_label(self.source)

    @cached_property
    def codes(self) -> Codes:
        return Codes(self.source, self.target)


@dataclass(frozen=True)
class FileJob:
    """A translation job, its segments in the order of the page, and when they were looked up."""

    translation: Translation
    units: list[FileUnit]
    moment: datetime = field(default_factory=timezone.now)

    @property
    def id(self) -> str:
        return str(self.translation.uuid)

    @property
    def title(self) -> str:
        return str(self.translation.source.object_repr)

    @property
    def source_language(self) -> str:
        return str(self.translation.source.locale.language_code)

    @property
    def target_language(self) -> str:
        return str(self.translation.target_locale.language_code)


def unit_id(path: str, source: Fragment) -> str:
    """The same for the same text in the same place, in whatever database."""
    return f"u-{uuid5(UNIT_NAMESPACE, f'{path} {inline_markup.to_html(source)}')}"


def similar_id(path: str, source: Fragment) -> str:
    """The same for texts in one place that differ in their spaces alone."""
    return f"s-{uuid5(UNIT_NAMESPACE, f'{path} {inline_markup.normalize_spaces(source)}')}"


def unit_label(source: Fragment) -> str:
    return Truncator(inline_markup.plain_text(source)).chars(80)


def load_file_jobs(translations: Iterable[Translation]) -> list[FileJob]:
    """Load the jobs' segments in a fixed number of queries.

    The rows come with `source__locale`, `source__specific_content_type` and `target_locale`.
    """
    moment = timezone.now()
    translations = list(translations)
    segments = defaultdict(list)
    rows = StringSegment.objects.filter(
        source__in=[translation.source_id for translation in translations]
    )
    for segment in rows.select_related("string", "context").order_by("order"):
        segments[segment.source_id].append(segment)
    earlier_translations = _EarlierTranslations(translations)
    return [
        FileJob(
            translation,
            list(_units(translation, segments[translation.source_id], earlier_translations)),
            moment,
        )
        for translation in translations
    ]


class _EarlierTranslations:
    """All that was ever translated of the jobs' pages, by language and place."""

    def __init__(self, translations: list[Translation]) -> None:
        self._rows: dict[tuple[int, int], list[StringTranslation]] = defaultdict(list)
        rows = StringTranslation.objects.filter(
            context__object__in={translation.source.object_id for translation in translations},
            locale__in={translation.target_locale_id for translation in translations},
        )
        for row in rows.select_related("translation_of").order_by("-updated_at", "-pk"):
            self._rows[row.locale_id, row.context_id].append(row)

    def find_exact(
        self, translation: Translation, segment: StringSegment
    ) -> StringTranslation | None:
        rows = self._rows[translation.target_locale_id, segment.context_id]
        return next((row for row in rows if row.translation_of_id == segment.string_id), None)

    def find_similar(
        self, translation: Translation, segment: StringSegment, current: set[int]
    ) -> StringTranslation | None:
        """The translation of the text that most probably stood there before."""
        rows = self._rows[translation.target_locale_id, segment.context_id]
        earlier = [row for row in rows if row.translation_of_id not in current][:MAX_EARLIER]
        best = max(earlier, key=lambda row: _similarity(row, segment), default=None)
        return best if best and _similarity(best, segment) >= MIN_SIMILARITY else None


def _similarity(row: StringTranslation, segment: StringSegment) -> float:
    """How many of the words are the same, in the same order: 0 to 1."""
    old_words, new_words = split_words(row.translation_of.data), split_words(segment.string.data)
    return SequenceMatcher(None, old_words, new_words, autojunk=False).ratio()


def _units(
    translation: Translation,
    segments: list[StringSegment],
    earlier_translations: _EarlierTranslations,
) -> Iterable[FileUnit]:
    current = {segment.string_id for segment in segments}
    names = part_names(translation.source)
    units: dict[str, FileUnit] = {}
    for segment in segments:
        path = segment.context.path
        note = " – ".join(dict.fromkeys([_field_name(translation, path), *names.get(path, ())]))
        unit = _unit(translation, segment, earlier_translations, current, note)
        # A text that stands twice in one place is translated once.
        units.setdefault(unit.id, unit)
    return units.values()


def _unit(
    translation: Translation,
    segment: StringSegment,
    earlier_translations: _EarlierTranslations,
    current: set[int],
    note: str,
) -> FileUnit:
    fields: dict[str, Any] = {
        "path": segment.context.path,
        "note": note,
        "source": inline_markup.parse_stored(segment.string.data),
        "segment": segment,
        "limit": segment_limit(
            translation.source.specific_content_type.model_class(), segment.context
        ),
    }
    if row := earlier_translations.find_exact(translation, segment):
        target = _parse_readable(row)
        is_machine = row.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE
        is_done = bool(target) and not row.has_error and not is_machine
        return FileUnit(**fields, row=row, target=target, is_done=is_done)
    earlier = earlier_translations.find_similar(translation, segment, current)
    if earlier and (target := _parse_readable(earlier)):
        previous = inline_markup.parse_stored(earlier.translation_of.data)
        return FileUnit(**fields, target=target, previous=previous)
    return FileUnit(**fields)


def _parse_readable(row: StringTranslation) -> Fragment:
    """What it says; nothing where it is no text with tags, as in what wagtail-localize marks."""
    try:
        return inline_markup.parse_stored(row.data)
    except ValueError:
        return ()


def _field_name(translation: Translation, path: str) -> str:
    """Where the segment stands, for people: the name of its field."""
    model = translation.source.specific_content_type.model_class()
    try:
        field = model._meta.get_field(path.partition(".")[0])
    except FieldDoesNotExist:
        return path
    return capfirst(str(getattr(field, "verbose_name", field.name)))
