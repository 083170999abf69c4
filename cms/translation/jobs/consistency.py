"""Comparing what is said of the translations with the pages, and mending it.

The states are told here once more, plainly: piece by piece, from the texts alone.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms.content.locales import is_in_use, query_locales_in_use
from cms.content.publishable import Publishable, Translatable
from cms.store.flush import drain, mark_changed, publish_transaction
from cms.store.invalidation import list_all_groups
from cms.store.models import Entry
from cms.store.projection import load_group
from cms.translation.jobs.job_status import annotate_states
from cms.translation.jobs.models import Job, Progress
from cms.translation.jobs.progress import count_text_words
from cms.translation.jobs.source_updates import shown_text_digest, update_source


@dataclass(frozen=True)
class ExpectedState:
    """What the pages tell of one language: the state in public and in the back office, the words
    that are left, the job's state."""

    public_state: str
    state: str
    words_left: int
    job_state: str


def find_differences() -> Iterator[str]:
    """Yield a line for everything that is not as the pages tell it; write nothing."""
    for group in list_all_groups():
        yield from find_group_differences(group)


def find_group_differences(group: str) -> Iterator[str]:
    """The same, of one page or snippet in all its languages."""
    members = load_group(group)
    rows = annotate_states(Progress.objects.filter(group=group)).select_related("translation__job")
    rows_by_locale = {row.locale_id: row for row in rows}
    source = find_source(members)
    if source is None or not is_in_use(source.locale.language_code):
        return
    yield from _text_differences(source, group)
    states_in_store = _states_in_store(group)
    targets = {
        content.locale_id: content
        for content in members
        if not getattr(content, "alias_of_id", None)
    }
    for locale in query_locales_in_use().exclude(pk=source.locale_id):
        row, code = rows_by_locale.get(locale.pk), locale.language_code
        expected = _expected_state(source, targets.get(locale.pk), locale, row)
        listed = row and (row.state, row.words_left, row.job_state)
        if listed != (expected.state, expected.words_left, expected.job_state):
            yield f"{group} {code}: the list says {listed}, and it is {expected}"
        for state in states_in_store.get(code, set()) - {expected.public_state}:
            yield f"{group} {code}: the store says {state}, and it is {expected.public_state}"


def repair() -> None:
    """Bring what differs in line, page by page."""
    for group in list_all_groups():
        if any(find_group_differences(group)):
            with publish_transaction():
                _repair_group(group)
    while drain():
        pass


def find_source(members: list[Publishable]) -> Publishable | None:
    """What the others are translated from; None where it is gone, or has no text of its own."""
    found = [content for content in members if not getattr(content, "alias_of_id", None)]
    records = TranslationSource.objects.filter(
        object_id__in=[content.translation_key for content in found]
    )
    if record := records.first():
        return next((content for content in found if content.locale_id == record.locale_id), None)
    return found[0] if found and len(members) == 1 else None


def _expected_state(
    source: Publishable, target: Publishable | None, locale: Locale, row: Any
) -> ExpectedState:
    pieces = {
        (segment.path, segment.string.data)
        for segment in extract_segments(source)
        if isinstance(segment, StringSegmentValue)
    }
    translated = {
        (translation.context.path, translation.translation_of.data): translation
        for translation in StringTranslation.objects.filter(
            context__object_id=source.translation_key, locale=locale
        ).select_related("context", "translation_of")
        if not translation.has_error
    }
    is_machine = any(
        translated[piece].translation_type == "machine" for piece in pieces & {*translated}
    )
    state = "machine" if is_machine else "current"
    if target and target.text_digest != source.compute_text_digest():
        state = "outdated"
    public_state = state if target and target.is_public() else "missing"
    restricted = target and target.live and not source.is_public()
    admin_state = state if restricted else public_state
    left = sum(count_text_words(text) for path, text in pieces - {*translated})
    job = getattr(row.translation, "job", None) if row and row.translation else None
    return ExpectedState(
        public_state,
        admin_state,
        left,
        _expected_job_state(job, target, admin_state, translated) if job else "",
    )


def _expected_job_state(
    job: Job,
    target: Translatable | None,
    state: str,
    translated: dict[tuple[str, str], StringTranslation],
) -> str:
    review = isinstance(target, Page) and target.current_workflow_state
    if review and review.status == review.STATUS_IN_PROGRESS:
        return "in_review"
    if state == "current":
        return "done"
    is_started = any(translation.updated_at > job.opened_at for translation in translated.values())
    return "in_progress" if is_started else "waiting"


def _states_in_store(group: str) -> dict[str, set[str]]:
    """What the entries say of each language: its own, and all others."""
    found: dict[str, set[str]] = {}
    for text in Entry.objects.filter(group=group, live=True).values_list("full_json", flat=True):
        entry = json.loads(text)
        for state in [{"locale": entry["locale"], **entry["translation"]}, *entry["translations"]]:
            found.setdefault(state["locale"], set()).add(state["state"])
    return found


def _text_differences(source: Publishable, group: str) -> Iterator[str]:
    if source.text_digest != source.compute_text_digest():
        yield f"{group}: the digest of the source's text is not that of its text"
    for record in _records(source):
        if source.live and shown_text_digest(record) != source.text_digest:
            yield f"{group}: its translators are not shown the source's text as it is"


def _records(source: Translatable) -> QuerySet[TranslationSource]:
    records = TranslationSource.objects.filter(
        object_id=source.translation_key, locale=source.locale, translations__enabled=True
    )
    return records.distinct()


def _repair_group(group: str) -> None:
    source = find_source(load_group(group))
    if source is not None:
        if source.text_digest != source.compute_text_digest():
            source.save()
        if source.live:
            for record in _records(source):
                update_source(record)
    mark_changed(group)
