"""What a file says, before it is compared with the job it belongs to."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cms.translation.files.file_units import FileUnit
from cms.translation.files.inline_markup import Fragment


@dataclass(frozen=True)
class ParsedUnit:
    """A segment of a file; source and target as the file's format has them, target None for none.

    `is_done` says whether somebody stands by the target. `similar_id` is that of
    `file_units.similar_id`, where the file knows a segment by its text alone.
    """

    id: str
    label: str
    source: Any
    target: Any
    is_done: bool
    similar_id: str = ""


@dataclass(frozen=True)
class ParsedJob:
    """A job as it comes back; a language is "" where the file does not tell it, and `moment`, when
    it was handed out, None.

    `decode` turns a source or target into the fragment that it is for the unit. It raises
    SegmentError.
    """

    file: str
    format: str
    job_id: str
    source_language: str
    target_language: str
    moment: datetime | None
    units: list[ParsedUnit]
    decode: Callable[[Any, FileUnit], Fragment]


def parse_moment(text: str | None) -> datetime | None:
    """Read the moment that one of our files was made, in whatever state it comes back."""
    with suppress(ValueError, OverflowError):
        moment = datetime.fromisoformat((text or "").strip())
        # PostgreSQL reads no zone beyond ±15:59.
        return moment.astimezone(UTC) if moment.tzinfo else None
    return None
