"""The state of a translation, from pages and wagtail-localize's tables alone.

The states are those of the public contract:

    source      written in this language
    current     translated, and the source's text has not changed since
    machine     as current, with at least one unreviewed machine translation
    outdated    live, but the source's live text has changed since it was translated
    missing     nothing public in this language
"""

from dataclasses import dataclass
from typing import Any

from wagtail_localize.models import StringTranslation
from wagtail_localize.segments import StringSegmentValue

from cms.localized import source_locale_id, text_segments
from cms.shapes import LiveState


@dataclass(frozen=True)
class State:
    """The state of one language of a page, and the share of the source's text it covers."""

    name: LiveState
    percent: int = 100


def states(
    group: list[Any], public: list[Any], texts: list[StringSegmentValue] | None = None
) -> dict[str, State]:
    """Return the state of each public member of `group`, by language code.

    `group` holds a page in all its languages, `public` those of them that are public, `texts` the
    source's pieces of text where they are known. A language that is not in the answer is missing.
    """
    source = source_of(group)
    if texts is None:
        texts = text_segments(source) if source else []
    return {thing.locale.language_code: _state(thing, source, texts) for thing in public}


def source_of(group: list[Any]) -> Any:
    """Return the member of `group` the others are translated from; None when it is deleted."""
    # An alias in another language has only the text of this one.
    written = [thing for thing in group if not getattr(thing, "alias_of_id", None)] or group
    if not written:
        return None
    locale_id = source_locale_id(written[0])
    return next((thing for thing in group if thing.locale_id == locale_id), None)


def untranslated(source: Any, locale_id: int) -> tuple[int, int]:
    """How many segments of a source's text as it is now lack a translation, and of how many."""
    texts, translated = text_segments(source), _translations(source, locale_id)
    return len([part for part in texts if _key(part) not in translated]), len(texts)


def _state(thing: Any, source: Any, texts: list[StringSegmentValue]) -> State:
    if source is None or thing.pk == source.pk:
        return State("source" if source else "current")
    translations = _translations(source, thing.locale_id)
    done = [translations[key] for key in map(_key, texts) if key in translations]
    percent = 100 * len(done) // len(texts) if texts else 100
    if thing.text_digest != source.text_digest:
        return State("outdated", percent)
    machine = StringTranslation.TRANSLATION_TYPE_MACHINE in done
    return State("machine" if machine else "current", percent)


def _translations(source: Any, locale_id: int) -> dict[tuple[str, str], str]:
    """How each of the source's pieces of text was translated, by its place and its text."""
    rows = StringTranslation.objects.filter(
        context__object_id=source.translation_key, locale_id=locale_id, has_error=False
    ).values_list("context__path", "translation_of__data", "translation_type")
    return {(path, text): kind for path, text, kind in rows}


def _key(part: Any) -> tuple[str, str]:
    return part.path, part.string.data
