"""The state of a translation, from pages and wagtail-localize's tables alone.

The states are those of the public contract:

    source      written in this language
    current     translated, and the source's text has not changed since
    machine     as current, with at least one unreviewed machine translation
    outdated    live, but the source's live text has changed since it was translated
    missing     nothing public in this language
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, TypeVar
from uuid import UUID

from wagtail_localize.models import StringTranslation
from wagtail_localize.segments import StringSegmentValue

from cms.content import snapshots
from cms.content.publishable import Publishable, Translatable
from cms.content.schemas import LiveState
from cms.content.translatable import extract_text_segments, get_source_locale_id

Member = TypeVar("Member", bound=Translatable)


class TranslatedPiece(NamedTuple):
    """How and when a piece of text was translated."""

    kind: str
    updated_at: datetime


# By the translation's language, then by the place of a piece and its text.
Pieces = dict[int, dict[tuple[str, str], TranslatedPiece]]


@dataclass(frozen=True)
class State:
    """The state of one language of a page, and the share of the source's text it covers."""

    name: LiveState
    percent: int = 100


def compute_states(
    group: list[Publishable],
    public: list[Publishable],
    texts: list[StringSegmentValue] | None = None,
) -> dict[str, State]:
    """Return the state of each public member of `group`, by language code.

    `group` holds a page in all its languages, `public` those of them that are public, `texts` the
    source's pieces of text where they are known. A language that is not in the answer is missing.
    """
    source = find_source_member(group)
    if texts is None:
        texts = extract_text_segments(source) if source else []
    with snapshots.use_snapshot():
        return {
            member.locale.language_code: _compute_state(member, source, texts) for member in public
        }


def find_source_member(group: Sequence[Member]) -> Member | None:
    """Return the member of `group` the others are translated from; None when it is deleted."""
    # An alias in another language has only the text of this one.
    written = [member for member in group if not getattr(member, "alias_of_id", None)] or group
    if not written:
        return None
    locale_id = get_source_locale_id(written[0])
    return next((member for member in group if member.locale_id == locale_id), None)


def count_untranslated(source: Translatable, locale_id: int) -> tuple[int, int]:
    """How many segments of a source's text as it is now lack a translation, and of how many."""
    texts, translated = extract_text_segments(source), _get_translations(source, locale_id)
    return len([part for part in texts if _get_key(part) not in translated]), len(texts)


def _compute_state(
    member: Publishable, source: Publishable | None, texts: list[StringSegmentValue]
) -> State:
    if source is None or member.pk == source.pk:
        return State("source" if source else "current")
    translations = _get_translations(source, member.locale_id)
    done = [translations[key].kind for key in map(_get_key, texts) if key in translations]
    percent = 100 * len(done) // len(texts) if texts else 100
    if member.text_digest != source.text_digest:
        return State("outdated", percent)
    machine = StringTranslation.TRANSLATION_TYPE_MACHINE in done
    return State("machine" if machine else "current", percent)


def read_translated_pieces(translation_keys: Iterable[UUID]) -> dict[UUID, Pieces]:
    """Return which pieces of text of pages or snippets were translated, by language. One query."""
    found = snapshots.get_snapshot().read("translated pieces", translation_keys, _read_pieces)
    return {key: pieces or {} for key, pieces in found.items()}


def _read_pieces(translation_keys: list[UUID]) -> dict[UUID, Pieces]:
    rows = StringTranslation.objects.filter(
        context__object_id__in=translation_keys, has_error=False
    ).values_list(
        "context__object_id", "locale_id", "context__path", "translation_of__data",
        "translation_type", "updated_at",
    )  # fmt: skip
    found: dict[UUID, Pieces] = {}
    for key, locale_id, path, text, kind, moment in rows:
        pieces = found.setdefault(key, {}).setdefault(locale_id, {})
        pieces[path, text] = TranslatedPiece(kind, moment)
    return found


def _get_translations(
    source: Translatable, locale_id: int
) -> dict[tuple[str, str], TranslatedPiece]:
    """How each of the source's pieces of text was translated, by its place and its text."""
    key = source.translation_key
    return read_translated_pieces([key])[key].get(locale_id, {})


def _get_key(part: StringSegmentValue) -> tuple[str, str]:
    return part.path, part.string.data
