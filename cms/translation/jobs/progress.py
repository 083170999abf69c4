"""How far each page and snippet is in each language, kept as the store's entries are: made anew
from the pages in the transaction of each change, and comparable with them at any time."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.utils.html import strip_tags
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation

from cms.localized import text_segments
from cms.store.models import Entry
from cms.store.projection import load
from cms.translation.jobs.models import Progress, Status
from cms.translation.state import source_of, states

FIELDS = [
    field.attname
    for field in Progress._meta.concrete_fields
    if field.name not in ("id", "group", "locale")
]


class Follower:
    """What the store knows as one of its followers (cms.store.followers)."""

    version = "1"

    def follow(self, groups: Collection[str]) -> None:
        for group in groups:
            kept = {row.locale_id: row for row in Progress.objects.filter(group=group)}
            wanted = list(rows(group))
            Progress.objects.bulk_create(
                [new for new in wanted if not _same(kept.get(new.locale_id), new)],
                update_conflicts=True,
                unique_fields=["group", "locale"],
                update_fields=FIELDS,
            )
            gone = kept.keys() - {new.locale_id for new in wanted}
            if gone:
                Progress.objects.filter(group=group, locale__in=gone).delete()

    def groups(self) -> Iterable[str]:
        return Progress.objects.values_list("group", flat=True).distinct()

    def differences(self, group: str, entries: list[Entry]) -> Iterator[str]:
        kept = {row.locale_id: row for row in Progress.objects.filter(group=group)}
        for new in rows(group):
            if not _same(kept.pop(new.locale_id, None), new):
                yield f"“{new}”: its progress is not kept as it is"
        for old in kept.values():
            yield f"“{old}”: its progress is kept and nothing is to be translated"


PROGRESS = Follower()


def rows(group: str) -> Iterator[Progress]:
    """Yield what is to be kept of a page or snippet, one row for each language it can be sent to.

    Nothing of what has no text of its own: an alias, or a translation whose source is gone.
    """
    members = load(group)
    source = source_of(members)
    if source is None or getattr(source, "alias_of_id", None):
        return
    pieces = text_segments(source)
    texts = {(part.path, part.string.data): words(part.string.data) for part in pieces}
    public = source.is_public()
    # A restricted page is as far as its translation behind the same restriction is.
    shown = [one for one in members if one.live and (one.is_public() or not public)]
    told = states(members, shown, pieces)
    targets = {one.locale_id: one for one in members if not getattr(one, "alias_of_id", None)}
    jobs = {job.target_locale_id: job for job in _jobs(source)}
    translated = _translated(source)
    for locale in languages(source):
        done = translated[locale.pk]
        yield Progress(
            group=group,
            locale=locale,
            title=str(source)[:255],
            title_key=str(source).casefold()[:255],
            kind=type(source)._meta.label_lower,
            page_id=source.pk if isinstance(source, Page) else None,
            source_pk=str(source.pk),
            target_pk=str(targets[locale.pk].pk) if locale.pk in targets else "",
            public=public,
            translation=jobs.get(locale.pk),
            state=told[code].name if (code := locale.language_code) in told else Status.MISSING,
            words=sum(texts.values()),
            words_left=sum(number for key, number in texts.items() if key not in done),
            translated_at=max(done.values(), default=None),
        )


def words(text: str) -> int:
    """The number of words in a piece of text as wagtail-localize keeps it."""
    return len(strip_tags(text).split())


def languages(source: Any) -> list[Locale]:
    """The languages that a source may be translated into."""
    return list(Locale.objects.exclude(pk=source.locale_id).order_by("pk"))


def _jobs(source: Any) -> Iterable[Translation]:
    return Translation.objects.filter(
        source__object_id=source.translation_key, source__locale=source.locale_id, enabled=True
    )


def _translated(source: Any) -> dict[int, dict[tuple[str, str], Any]]:
    """When each of the source's pieces of text was translated, by language, place and text."""
    found: dict[int, dict[tuple[str, str], Any]] = defaultdict(dict)
    for locale_id, path, text, moment in StringTranslation.objects.filter(
        context__object_id=source.translation_key, has_error=False
    ).values_list("locale_id", "context__path", "translation_of__data", "updated_at"):
        found[locale_id][path, text] = moment
    return found


def _same(old: Progress | None, new: Progress) -> bool:
    return old is not None and all(getattr(old, name) == getattr(new, name) for name in FIELDS)
