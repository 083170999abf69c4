"""Saving what was written in the panel: all of it that was touched, and nothing over another's."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from wagtail_localize.models import String, StringTranslation, Translation, TranslationContext

from cms.core.users import RequestUser
from cms.translation.editor.markup_validation import find_fault
from cms.translation.editor.worklist import (
    MACHINE,
    WorklistRow,
    segment_token,
    segments_by_key,
    translations_by_key,
    worklist_rows,
)
from cms.translation.memory.bulk_save import normalize_line, save_translations
from cms.translation.memory.models import MemoryUnit, text_digest
from cms.translation.segment_limits import length_error, segment_limit

# A field of the panel, and in it the numbers of a text and its place.
FIELD = re.compile(r"text-(?P<key>[1-9][0-9]{0,17}-[1-9][0-9]{0,17})", re.ASCII)
MANUAL = StringTranslation.TRANSLATION_TYPE_MANUAL
ALL = "all"


@dataclass(frozen=True)
class SubmittedField:
    """A field of the panel as it came back; the digest, version and token as in a WorklistRow."""

    key: str
    text: str
    initial_digest: str
    base_version: str
    token: str = ""

    @property
    def is_touched(self) -> bool:
        return bool(self.text) and text_digest(self.text) != self.initial_digest


@dataclass(frozen=True)
class RejectedEdit:
    """A text that was not saved, and why: its tags are broken, or it would replace
    `conflicting`."""

    text: str
    error: str = ""
    conflicting: StringTranslation | None = None


def lock_translation(translation: Translation) -> None:
    """Wait until nobody else is saving into a translation, so that each sees what the other has.

    On SQLite everybody who writes does.
    """
    Translation.objects.select_for_update(no_key=True).filter(pk=translation.pk).first()


@dataclass
class SaveResult:
    """How many segments were saved, and which were not, by their keys."""

    saved: int = 0
    rejected: dict[str, RejectedEdit] = field(default_factory=dict)


class EditSaver:
    """One form of the panel on its way into the `translation`, by `user`."""

    def __init__(
        self, translation: Translation, form: Mapping[str, str], user: RequestUser
    ) -> None:
        lock_translation(translation)
        self.translation, self.user = translation, user
        self.fields = {submitted.key: submitted for submitted in _parse_fields(form)}
        self.result = SaveResult()
        self._translations, self._segments = (
            translations_by_key(translation),
            segments_by_key(translation),
        )
        keys = [key.split("-") for key in self.fields]
        strings = String.objects.filter(locale=translation.source.locale)
        contexts = TranslationContext.objects.filter(object_id=translation.source.object_id)
        self._strings = strings.in_bulk([int(string) for string, _ in keys])
        self._contexts = contexts.in_bulk([int(context) for _, context in keys])

    def save_touched(self, pressed_key: str = "") -> None:
        """Save each text that was written in, and the one whose own button was pressed."""
        rows: list[StringTranslation] = []
        for submitted in self.fields.values():
            if submitted.key == pressed_key and not submitted.text:
                self._reject(submitted, error=_("Write the translation first."))
            elif submitted.is_touched or submitted.key == pressed_key:
                rows += self._accept(submitted)
        self._save(rows)

    def reject_touched(self, error: str) -> None:
        """Save nothing of it, and say why."""
        for submitted in self.fields.values():
            if submitted.is_touched:
                self._reject(submitted, error=error)

    def use_match(self, key: str, unit: MemoryUnit) -> None:
        """Take over a remembered translation of a segment."""
        if (submitted := self.fields.get(key)) and self._is_match(key, unit):
            self._save(
                [*self._accept(SubmittedField(key, unit.translation, "", submitted.base_version))]
            )

    def _is_match(self, key: str, unit: MemoryUnit) -> bool:
        string = self._load_segment(key)[0]
        return (unit.source, unit.source_language, unit.target_language) == (
            string and string.data,
            self.translation.source.locale.language_code,
            self.translation.target_locale.language_code,
        )

    def use_all_matches(self) -> None:
        """Take over the best of each segment in which nobody has written. What only a machine has
        said stays to be confirmed."""
        rows: list[StringTranslation] = []
        for row in worklist_rows(self.translation):
            submitted = self.fields.get(row.key)
            if submitted and row.matches and not submitted.is_touched:
                best = row.matches[0]
                rows += self._accept(
                    SubmittedField(row.key, best.translation, "", row.base_version), best.kind
                )
        self._save(rows)

    def confirm(self, key: str) -> None:
        """Stand by what a machine has written and nobody has touched: of one segment, or of ALL.

        What has changed since it was shown is not confirmed.
        """
        rows: list[StringTranslation] = []
        for submitted in self.fields.values():
            row = self._translations.get(submitted.key)
            if not row or key not in (ALL, submitted.key) or submitted.is_touched:
                continue
            if row.translation_type == MACHINE and text_digest(row.data) == submitted.base_version:
                rows += self._accept(
                    SubmittedField(submitted.key, row.data, "", submitted.base_version)
                )
        self._save(rows)

    def _accept(self, submitted: SubmittedField, kind: str = MANUAL) -> Iterator[StringTranslation]:
        """Yield the translation that is to be written, if it is not refused."""
        string, context = self._load_segment(submitted.key)
        if not string or not context:
            return
        conflicting = self._translations.get(submitted.key)
        other = conflicting and normalize_line(conflicting.data) != normalize_line(submitted.text)
        if conflicting and other and submitted.base_version != text_digest(conflicting.data):
            self._reject(submitted, conflicting=conflicting)
        elif error := self._find_error(string, context, submitted.text):
            self._reject(submitted, error=error)
        else:
            yield StringTranslation(
                translation_of=string,
                context=context,
                locale=self.translation.target_locale,
                data=submitted.text,
                translation_type=kind,
                last_translated_by_id=self.user.pk,
            )

    def _save(self, rows: list[StringTranslation]) -> None:
        save_translations(rows)
        self.result.saved += len(rows)

    def _find_error(self, string: String, context: TranslationContext, text: str) -> str:
        model = self.translation.source.specific_content_type.model_class()
        return find_fault(string.data, text) or length_error(segment_limit(model, context), text)

    def _reject(self, submitted: SubmittedField, **why: Any) -> None:
        self.result.rejected[submitted.key] = RejectedEdit(submitted.text, **why)

    def _load_segment(self, key: str) -> tuple[String | None, TranslationContext | None]:
        string, context = key.split("-") if self._was_shown(key) else ("0", "0")
        return self._strings.get(int(string)), self._contexts.get(int(context))

    def _was_shown(self, key: str) -> bool:
        """Whether it is a segment of the page, or was one when the form was made: the source may
        have been taken over anew since."""
        if key in self._segments or key in self._translations:
            return True
        submitted = self.fields.get(key)
        return submitted is not None and constant_time_compare(
            submitted.token, segment_token(self.translation, key)
        )


def _parse_fields(form: Mapping[str, str]) -> Iterator[SubmittedField]:
    for name in form:
        if found := FIELD.fullmatch(name):
            key = found["key"]
            text = normalize_line(str(form[name]))
            initial_digest, _, proven = form.get(f"begun-{key}", "").partition(".")
            yield SubmittedField(key, text, initial_digest, form.get(f"known-{key}", ""), proven)


def rows_with_rejected(
    translation: Translation, rejected_edits: dict[str, RejectedEdit]
) -> list[WorklistRow]:
    """What is left, with the texts that were not saved in their fields."""
    rows = {row.key: row for row in worklist_rows(translation)}
    segments = segments_by_key(translation)
    for key, edit in rejected_edits.items():
        source = segments[key].string.data if key in segments else ""
        row = rows.setdefault(
            key, WorklistRow(key, "", source, "refused", token=segment_token(translation, key))
        )
        row.text, row.error, row.conflicting = edit.text, edit.error, edit.conflicting
        # It is saved the next time, and then over what has been shown here.
        row.initial_digest = ""
        if edit.conflicting:
            row.base_version = text_digest(edit.conflicting.data)
    order = {key: position for position, key in enumerate(segments)}
    return sorted(rows.values(), key=lambda row: order.get(row.key, -1))
