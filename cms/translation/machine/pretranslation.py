"""The worker's task that has drafts made by a machine, in batches of segments.

What has been translated by hand meanwhile stays.
"""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from cms.outbox import http
from cms.outbox.backoff import retry_delay
from cms.outbox.http import Answer
from cms.outbox.loop import Loop, Outbox, Outcome
from cms.outbox.models import due
from cms.outbox.tasks import POLL_INTERVAL_SECONDS
from cms.store.flush import publish_transaction
from cms.translation.editor.markup_validation import find_fault
from cms.translation.editor.worklist import segment_key, segments_by_key, translations_by_key
from cms.translation.machine.engines import Engine, UnreadableError, configured_engine
from cms.translation.machine.models import Draft
from cms.translation.memory.bulk_save import save_translations
from cms.translation.segment_limits import length_error, segment_limit

logger = logging.getLogger(__name__)

# How long a machine may take for one request.
TIMEOUT_SECONDS = 120
# Bytes of an answer: some times what was sent.
MAX_RESPONSE_BYTES = 2 * 1024 * 1024
# DeepL's answer when all that was paid for is used up: there may be more later.
QUOTA_EXCEEDED = 456
# Answers after which asking again is no use: the key or the request itself is refused.
FINAL = {
    HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
}  # fmt: skip


@dataclass(frozen=True)
class EngineRequest:
    """Texts to be translated at once, and by each text the segments that have it."""

    machine: Engine
    texts: list[str]
    segments: dict[str, list[StringSegment]]
    source_language: str
    target_language: str


@dataclass(frozen=True)
class Result:
    """A machine's answer, and the translations in it, one per text; None if it has none."""

    answer: Answer
    translations: list[str] | None


class DraftOutbox(Outbox[Draft, EngineRequest, Result]):
    model = Draft
    RECORDED = ("state", "translated", "broken")
    # Translations are written with the outcome.
    transaction = staticmethod(publish_transaction)

    def due(self, in_flight: Collection[Draft]) -> QuerySet[Draft]:
        if configured_engine() is None:
            return Draft.objects.none()
        waiting = Draft.objects.filter(due(), state=Draft.State.WAITING)
        languages = ("translation__source__locale", "translation__target_locale")
        return waiting.order_by("next_attempt_at", "pk").select_related(*languages)

    def prepare(self, items: list[Draft]) -> list[EngineRequest | None]:
        machine = configured_engine()
        return [_build_request(item, machine) if machine else None for item in items]

    def exchange(self, message: EngineRequest, connection: Any) -> Result:
        machine = message.machine
        call = machine.build_call(message.texts, message.source_language, message.target_language)
        # The operator has named the machine, so it may be on a private network.
        answer = http.post(
            call.address,
            call.body,
            call.headers,
            private=True,
            max_bytes=MAX_RESPONSE_BYTES,
            timeout_seconds=TIMEOUT_SECONDS,
        )
        return Result(answer, _translations(message, answer))

    def record_outcome(self, row: Draft, outcome: Outcome[Draft, EngineRequest, Result]) -> None:
        request, result = outcome.message, outcome.result
        if request is None or result is None:
            # Unless it was asked for anew meanwhile.
            if row.next_attempt_at == outcome.item.next_attempt_at:
                row.state = Draft.State.DONE
        elif result.translations is None:
            _postpone(row, request.machine, result.answer)
        else:
            _save(row, request, result.translations)
            row.attempts, row.last_status, row.last_answer = 0, None, ""


draft_loop = Loop(DraftOutbox())


def pretranslate() -> int:
    """Have one batch of the first due draft translated."""
    return 0 if draft_loop.run() else POLL_INTERVAL_SECONDS


def find_untranslated(translation: Translation) -> dict[str, StringSegment]:
    """Return the segments without any translation, by their keys; slugs follow their titles."""
    done = translations_by_key(translation)
    return {
        key: segment
        for key, segment in segments_by_key(translation).items()
        if key not in done and segment.context.path.rpartition(".")[2] != "slug"
    }


def _build_request(row: Draft, machine: Engine) -> EngineRequest | None:
    """Return the next texts of a draft; None if it is done, or its translation was stopped."""
    segments: dict[str, list[StringSegment]] = {}
    for key, segment in (
        find_untranslated(row.translation).items() if row.translation.enabled else ()
    ):
        if key not in row.broken:
            segments.setdefault(segment.string.data, []).append(segment)
    languages = (
        row.translation.source.locale.language_code,
        row.translation.target_locale.language_code,
    )
    texts = machine.batch(list(segments), *languages)
    return EngineRequest(machine, texts, segments, *languages) if texts else None


def _translations(request: EngineRequest, answer: Answer) -> list[str] | None:
    if not answer.accepted:
        return None
    try:
        found = request.machine.translations(answer.body)
    except UnreadableError:
        return None
    return found if len(found) == len(request.texts) else None


def _save(row: Draft, request: EngineRequest, translations: list[str]) -> None:
    """Save the translations, except of what was translated meanwhile, and of what is broken."""
    model = row.translation.source.specific_content_type.model_class()
    done, rows = translations_by_key(row.translation), []
    for text, translation in zip(request.texts, translations, strict=True):
        for segment in request.segments[text]:
            key = segment_key(segment)
            limit = segment_limit(model, segment.context)
            if not translation.strip() or _is_broken(text, translation, limit):
                row.broken.append(key)
            elif key not in done:
                rows.append(_translation(row, request.machine, segment, translation))
    save_translations(rows)
    row.translated += len(rows)


def _is_broken(text: str, translation: str, limit: int | None) -> bool:
    """Return whether the tags are not those of the source, or it is too long for its place."""
    return bool(find_fault(text, translation) or length_error(limit, translation))


def _translation(
    row: Draft, machine: Engine, segment: StringSegment, text: str
) -> StringTranslation:
    return StringTranslation(
        translation_of=segment.string,
        context=segment.context,
        locale=row.translation.target_locale,
        data=text.strip(),
        translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
        tool_name=machine.name,
    )


def _postpone(row: Draft, machine: Engine, answer: Answer) -> None:
    """Try again later, or give up until it is asked for anew."""
    row.attempts += 1
    row.last_status, text = answer.status, answer.text.replace(machine.key or "\0", "…")
    row.last_answer = text[:250]
    logger.warning("%s answered %s: %s", machine.name, answer.status, text)
    delay = None if answer.status in FINAL else retry_delay(row.attempts)
    if delay is None:
        row.state = Draft.State.FAILED
    else:
        row.retry_after(max(delay, timedelta(seconds=answer.retry_after)))
