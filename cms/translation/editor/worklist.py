"""What of a page is left to translate: its segments without a translation, and what helps."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from cms.translation.editor.fuzzy_match import DiffPart, diff_texts, find_fuzzy_matches
from cms.translation.editor.labels import Labels
from cms.translation.memory.bulk_save import normalize_line
from cms.translation.memory.lookup import find_exact_matches, find_page_units
from cms.translation.memory.models import MemoryUnit, text_digest

MACHINE = StringTranslation.TRANSLATION_TYPE_MACHINE
# How many exact matches are offered of each segment.
MAX_MATCHES = 3
KINDS = {
    "new": _("New text"),
    "changed": _("Changed text"),
    "faulty": _("To be corrected"),
    "machine": _("Machine translation, to be confirmed"),
    "refused": _("Not saved"),
}


@dataclass
class WorklistRow:
    """A segment that waits for somebody: where it stands, its text, and what to begin with.

    `path` is that of its field or block, "" where it is no longer in the source.

    `base_version` is the digest of the translation that it has now, "" for none; `initial_digest`
    that of the text that its field begins with: what is sent back in the same words was not
    touched. `token` proves that it was shown.
    """

    key: str
    label: str
    source: str
    kind: str
    path: str = ""
    text: str = ""
    initial_digest: str = ""
    token: str = ""
    base_version: str = ""
    before: list[DiffPart] = field(default_factory=list)
    after: list[DiffPart] = field(default_factory=list)
    matches: list[MemoryUnit] = field(default_factory=list)
    error: str = ""
    # What somebody else has saved meanwhile.
    conflicting: StringTranslation | None = None

    @property
    def kind_label(self) -> Any:
        return KINDS[self.kind]


def segment_key(row: StringSegment | StringTranslation) -> str:
    """Names a segment even after its source was taken over anew, which numbers them again."""
    string = row.string_id if isinstance(row, StringSegment) else row.translation_of_id
    return f"{string}-{row.context_id}"


def segments_by_key(translation: Translation) -> dict[str, StringSegment]:
    """The segments of a translation's source by their keys, in the page's order."""
    segments = StringSegment.objects.filter(source=translation.source).select_related(
        "string", "context"
    )
    return {segment_key(segment): segment for segment in segments.order_by("order")}


def translations_by_key(translation: Translation) -> dict[str, StringTranslation]:
    """All its translations by the keys of their segments, those of former segments among them."""
    rows = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, locale=translation.target_locale
    )
    return {segment_key(row): row for row in rows.select_related("last_translated_by")}


def worklist_rows(translation: Translation) -> list[WorklistRow]:
    """What is left of a translation, in the page's order. A fixed number of queries."""
    segments, translations = segments_by_key(translation), translations_by_key(translation)
    labels = Labels(translation.source)
    rows = [
        _build_row(segment, translations.get(key), labels.label_for(segment.context))
        for key, segment in segments.items()
        if _needs_work(translations.get(key))
    ]
    _add_suggestions(translation, rows, segments)
    for row in rows:
        row.initial_digest, row.token = (
            text_digest(normalize_line(row.text)),
            segment_token(translation, row.key),
        )
    return rows


def segment_token(translation: Translation, key: str) -> str:
    """What nobody can make up of a segment that was never shown to them as this page's."""
    return salted_hmac("translation panel", f"{translation.pk} {key}").hexdigest()


def waiting_keys(translation: Translation) -> list[str]:
    """The keys of what is left of a translation, in the page's order, and nothing of what helps:
    nobody else can save meanwhile."""
    translations = translations_by_key(translation)
    return [key for key in segments_by_key(translation) if _needs_work(translations.get(key))]


def _needs_work(translation: StringTranslation | None) -> bool:
    if translation is None or translation.has_error:
        return True
    return bool(translation.translation_type == MACHINE)


def _build_row(
    segment: StringSegment, translation: StringTranslation | None, label: str
) -> WorklistRow:
    row = WorklistRow(segment_key(segment), label, segment.string.data, "new", segment.context.path)
    if translation:
        row.kind = "faulty" if translation.has_error else "machine"
        row.text, row.base_version = translation.data, text_digest(translation.data)
        row.error = translation.get_error() or ""
    return row


def _add_suggestions(
    translation: Translation, rows: Iterable[WorklistRow], segments: dict[str, StringSegment]
) -> None:
    """Add the old text and its translation where it has changed, and exact matches."""
    locations = {
        row.key: (segments[row.key].context.path, row.source)
        for row in rows
        if row.kind in ("new", "faulty")
    }
    if not locations:
        return
    page, language = translation.source.object_id, translation.target_locale.language_code
    present = [(segment.context.path, segment.string.data) for segment in segments.values()]
    fuzzy_matches = find_fuzzy_matches(locations.values(), find_page_units(page, language), present)
    matches = find_exact_matches(
        page, list(locations.values()), translation.source.locale.language_code, language
    )
    for row in rows:
        location = locations.get(row.key)
        if location is None:
            continue
        row.matches = matches.get(location, [])[:MAX_MATCHES]
        if unit := fuzzy_matches.get(location):
            row.before, row.after = diff_texts(unit.source, row.source)
            if row.kind == "new":
                row.kind, row.text = "changed", unit.translation
