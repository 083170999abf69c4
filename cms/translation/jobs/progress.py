"""How far each page and snippet is in each language, kept as the store's entries are: made anew
from the pages in the transaction of each change, and comparable with them at any time."""

from collections.abc import Collection, Iterable, Iterator
from uuid import UUID

from django.utils.html import strip_tags
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from cms.collation.keys import make_title_key
from cms.content import snapshots
from cms.content.locales import is_in_use, query_locales_in_use
from cms.content.publishable import Publishable, Translatable
from cms.content.translatable import extract_text_segments
from cms.content.translation_state import compute_states, find_source_member, read_translated_pieces
from cms.store.models import Entry
from cms.store.projection import load_groups
from cms.translation.jobs.models import Progress, Status, TranslationRequest
from cms.translation.word_count import count_words

# What translators work on, by its source's key and language and by the language it is made in.
TranslationsByTarget = dict[tuple[UUID, int, int], Translation]

FIELDS = [
    field.attname
    for field in Progress._meta.concrete_fields
    if field.name not in ("id", "group", "locale")
]


class ProgressReadModel:
    """What the store knows as one of its read models (cms.store.read_models)."""

    version = "4"

    def update(self, groups: Collection[str]) -> None:
        """A fixed number of queries for any number of groups."""
        with snapshots.use_snapshot():
            wanted = build_rows(groups)
        stored = {
            (row.group, row.locale_id): row for row in Progress.objects.filter(group__in=groups)
        }
        Progress.objects.bulk_create(
            [new for name, new in wanted.items() if not _is_unchanged(stored.get(name), new)],
            update_conflicts=True,
            unique_fields=["group", "locale"],
            update_fields=FIELDS,
        )
        outdated = [row.pk for name, row in stored.items() if name not in wanted]
        if outdated:
            Progress.objects.filter(pk__in=outdated).delete()
        delete_fulfilled_requests(groups, wanted.values())

    def find_orphaned_groups(self) -> Iterable[str]:
        return Progress.objects.values_list("group", flat=True).distinct()

    def find_differences(self, group: str, entries: list[Entry]) -> Iterator[str]:
        stored = {row.locale_id: row for row in Progress.objects.filter(group=group)}
        for new in build_rows([group]).values():
            if not _is_unchanged(stored.pop(new.locale_id, None), new):
                yield f"“{new}”: its progress is not kept as it is"
        for old in stored.values():
            yield f"“{old}”: its progress is kept and nothing is to be translated"


PROGRESS = ProgressReadModel()


def delete_fulfilled_requests(groups: Collection[str], wanted: Iterable[Progress]) -> None:
    """Delete the requests for languages into which it is sent, or in which it is public.

    Those for a language that was left out of `LANGUAGES` wait until it is back.
    """
    unsent = {(row.group, row.locale_id) for row in wanted if is_unsent(row)}
    requests = TranslationRequest.objects.filter(
        group__in=groups, locale__in=query_locales_in_use()
    )
    settled = [
        request.pk for request in requests if (request.group, request.locale_id) not in unsent
    ]
    if settled:
        TranslationRequest.objects.filter(pk__in=settled).delete()


def is_unsent(row: Progress) -> bool:
    """Whether nothing is public in a language, and no translator works on it."""
    return row.translation_id is None and row.state == Status.MISSING


def build_rows(groups: Collection[str]) -> dict[tuple[str, int], Progress]:
    """Return what is to be kept of pages and snippets, by group and language, one row for each
    language that they can be sent to."""
    sources = {
        group: source
        for group, members in load_groups(groups).items()
        # What has no text of its own: an alias, or a translation whose source is gone; and what is
        # written in a language that was left out of `LANGUAGES`.
        if (source := find_source_member(members))
        and not getattr(source, "alias_of_id", None)
        and is_in_use(source.locale.language_code)
    }
    translations = _translations_by_target(sources.values())
    return {
        (group, row.locale_id): row
        for group, source in sources.items()
        for row in _build_group_rows(group, source, translations)
    }


def _build_group_rows(
    group: str, source: Publishable, translations: TranslationsByTarget
) -> Iterator[Progress]:
    members = load_groups([group])[group]
    pieces = extract_text_segments(source)
    texts = {
        (segment.path, segment.string.data): count_text_words(segment.string.data)
        for segment in pieces
    }
    public = source.is_public()
    # A restricted page is as far as its translation behind the same restriction is.
    shown = [content for content in members if content.live and (content.is_public() or not public)]
    states_by_language = compute_states(members, shown, pieces)
    targets = {
        content.locale_id: content
        for content in members
        if not getattr(content, "alias_of_id", None)
    }
    translated = read_translated_pieces([source.translation_key])[source.translation_key]
    for locale in target_locales(source):
        done = translated.get(locale.pk, {})
        yield Progress(
            group=group,
            locale=locale,
            title=str(source)[:255],
            title_key=make_title_key(str(source)[:255]),
            kind=type(source)._meta.label_lower,
            page_id=source.pk if isinstance(source, Page) else None,
            source_pk=str(source.pk),
            target_pk=str(targets[locale.pk].pk) if locale.pk in targets else "",
            public=public,
            translation=translations.get((source.translation_key, source.locale_id, locale.pk)),
            state=states_by_language[code].name
            if (code := locale.language_code) in states_by_language
            else Status.MISSING,
            words=sum(texts.values()),
            words_left=sum(number for key, number in texts.items() if key not in done),
            translated_at=max((piece.updated_at for piece in done.values()), default=None),
        )


def count_text_words(text: str) -> int:
    """Return the number of words in a piece of text as wagtail-localize keeps it."""
    return count_words(strip_tags(text))


def target_locales(source: Translatable) -> list[Locale]:
    """The languages of the site that a source may be translated into."""
    return [locale for locale in snapshots.list_languages() if locale.pk != source.locale_id]


def _translations_by_target(sources: Iterable[Translatable]) -> TranslationsByTarget:
    found = Translation.objects.filter(
        source__object_id__in=[source.translation_key for source in sources], enabled=True
    ).select_related("source")
    return {
        (
            translation.source.object_id,
            translation.source.locale_id,
            translation.target_locale_id,
        ): translation
        for translation in found
    }


def _is_unchanged(old: Progress | None, new: Progress) -> bool:
    return old is not None and all(getattr(old, name) == getattr(new, name) for name in FIELDS)
