"""The worker's part: a draft is made in batches, each written as soon as it has come.

No transaction is open while a machine translates. What somebody has translated meanwhile stays.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

from django.utils import timezone
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from cms.outreach import client, pauses
from cms.outreach.client import Answer
from cms.outreach.registry import PULSE
from cms.store.flush import publishing
from cms.store.lock import locked
from cms.translation.editor.markup import fault
from cms.translation.editor.remaining import key_of, segments_of, translations_of
from cms.translation.machine.engines import Engine, UnreadableError, engine
from cms.translation.machine.models import Draft
from cms.translation.memory.writing import write
from cms.translation.places import limit_at, too_long

logger = logging.getLogger(__name__)

# Seconds that a machine may take for a batch, and for how long it is kept from other workers.
PATIENCE = 120
LEASE = timedelta(minutes=5)
# Bytes of an answer: some times what was sent.
LARGEST_ANSWER = 2 * 1024 * 1024
# DeepL's answer when all that was paid for is used up: there may be more later.
QUOTA_EXCEEDED = 456
# What is no use asking again: the key or the request itself is refused.
FINAL = {
    HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
}  # fmt: skip


@dataclass(frozen=True)
class Batch:
    """Texts to be translated at once, and the segments (by their keys) that say each."""

    texts: list[str]
    segments: dict[str, list[StringSegment]]


def draft() -> int:
    """Make one batch of the draft that is due first; return the seconds to rest."""
    machine = engine()
    row = _claim() if machine else None
    if not machine or not row:
        return PULSE
    batch = _next(row, machine)
    if not batch.texts:
        _finish(row)
        return 0
    languages = row.job.source.locale.language_code, row.job.target_locale.language_code
    inquiry = machine.inquiry(batch.texts, *languages)
    # The operator has named the machine, so it may be inside of their network.
    answer = client.post(
        inquiry.address,
        inquiry.body,
        inquiry.headers,
        private=True,
        reads=LARGEST_ANSWER,
        seconds=PATIENCE,
    )
    translations = _read(machine, batch, answer)
    if translations is None:
        _postpone(row, machine, answer)
    else:
        _write(row, machine, batch, translations)
    return 0


def missing(job: Translation) -> dict[str, StringSegment]:
    """The segments that have no translation at all, by their keys; slugs follow their titles."""
    done = translations_of(job)
    return {
        key: segment
        for key, segment in segments_of(job).items()
        if key not in done and segment.context.path.rpartition(".")[2] != "slug"
    }


def _claim() -> Draft | None:
    """Keep the draft that is due first to ourselves for a while."""
    now = timezone.now()
    due = Draft.objects.filter(state=Draft.State.WAITING, due__lte=now)
    free = due.exclude(claimed_until__gt=now).order_by("due", "pk")
    if not free.exists():
        return None
    with locked():
        row = free.select_related("job__source__locale", "job__target_locale").first()
        if row:
            row.claimed_until = now + LEASE
            row.save(update_fields=["claimed_until"])
    return row


def _next(row: Draft, machine: Engine) -> Batch:
    segments: dict[str, list[StringSegment]] = {}
    for key, segment in missing(row.job).items() if row.job.enabled else ():
        if key not in row.broken:
            segments.setdefault(segment.string.data, []).append(segment)
    languages = row.job.source.locale.language_code, row.job.target_locale.language_code
    return Batch(machine.batch(list(segments), *languages), segments)


def _read(machine: Engine, batch: Batch, answer: Answer) -> list[str] | None:
    """The translations, one for each text; None where the answer has none."""
    if not answer.accepted:
        return None
    try:
        found = machine.translations(answer.body)
    except UnreadableError:
        return None
    return found if len(found) == len(batch.texts) else None


def _write(row: Draft, machine: Engine, batch: Batch, translations: list[str]) -> None:
    """Write what has come, but over nobody's translation, and nothing that is broken."""
    model = row.job.source.specific_content_type.model_class()
    with publishing():
        # By somebody else, meanwhile.
        done, rows = translations_of(row.job), []
        for text, translation in zip(batch.texts, translations, strict=True):
            for segment in batch.segments[text]:
                key = key_of(segment)
                limit = limit_at(model, segment.context)
                if not translation.strip() or _broken(text, translation, limit):
                    row.broken.append(key)
                elif key not in done:
                    rows.append(_translation(row, machine, segment, translation))
        write(rows)
        row.translated += len(rows)
        row.attempts, row.status, row.words = 0, None, ""
        _release(row)


def _broken(text: str, translation: str, limit: int | None) -> bool:
    """Whether the tags are not those of the source, or it does not fit its place."""
    return bool(fault(text, translation) or too_long(limit, translation))


def _translation(
    row: Draft, machine: Engine, segment: StringSegment, text: str
) -> StringTranslation:
    return StringTranslation(
        translation_of=segment.string,
        context=segment.context,
        locale=row.job.target_locale,
        data=text.strip(),
        translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
        tool_name=machine.name,
    )


def _finish(row: Draft) -> None:
    with locked():
        row.state = Draft.State.DONE
        _release(row)


def _postpone(row: Draft, machine: Engine, answer: Answer) -> None:
    """Have it tried again later, or give it up: until somebody asks anew."""
    row.attempts += 1
    row.status, words = answer.status, answer.words.replace(machine.key or "\0", "…")
    row.words = words[:250]
    logger.warning("%s answered %s: %s", machine.name, answer.status, words)
    pause = None if answer.status in FINAL else pauses.after(row.attempts)
    with locked():
        if pause is None:
            row.state = Draft.State.FAILED
        else:
            row.due = timezone.now() + max(pause, timedelta(seconds=answer.retry_after))
        _release(row)


def _release(row: Draft) -> None:
    """Write down how far it is, unless its translation is gone meanwhile."""
    row.claimed_until = None
    Draft.objects.filter(pk=row.pk).update(
        state=row.state,
        due=row.due,
        claimed_until=None,
        attempts=row.attempts,
        status=row.status,
        words=row.words,
        translated=row.translated,
        broken=row.broken,
    )
