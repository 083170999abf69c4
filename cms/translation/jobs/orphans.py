"""Translations that are public while their source no longer is.

They are kept as a read model of the store, so that whatever takes a source away is noticed: to
unpublish, delete or restrict it, or what stands above it. Reviewers of the language and
coordinators are told at once.
"""

from collections.abc import Collection, Iterable, Iterator

from django.db.models.signals import pre_delete
from django.utils import timezone
from wagtail_localize.models import TranslationSource

from cms.content import dependency_keys, snapshots
from cms.content.locales import is_in_use
from cms.content.publishable import Publishable, Translatable
from cms.content.translatable import get_source_locales
from cms.store.models import Entry
from cms.store.projection import load_group, load_groups
from cms.translation.jobs.models import Orphan
from cms.translation.jobs.notifications import enqueue_orphan_notifications
from cms.upstream.wagtail import get_translatable_models

Cause = Orphan.Cause
FIELDS = ("title", "kind", "target_pk", "cause")


class OrphanReadModel:
    """Keeps one row for each such translation (cms.store.read_models)."""

    version = "1"

    def update(self, groups: Collection[str]) -> None:
        """Two queries for any number of groups, and some for each translation that changes."""
        with snapshots.use_snapshot():
            members = load_groups(groups)
            stored = _stored_orphans(groups)
            for group in groups:
                wanted = find_orphans(members[group], stored[group])
                if fulfilled := stored[group].keys() - wanted.keys():
                    Orphan.objects.filter(group=group, locale__in=fulfilled).delete()
                for locale_id, orphan in wanted.items():
                    if not _is_unchanged(stored[group].get(locale_id), orphan):
                        _save(orphan)
        enqueue_orphan_notifications(Orphan.objects.filter(group__in=groups, announced=False))

    def find_orphaned_groups(self) -> Iterable[str]:
        return Orphan.objects.values_list("group", flat=True).distinct()

    def find_differences(self, group: str, entries: list[Entry]) -> Iterator[str]:
        stored = _stored_orphans([group])[group]
        wanted = find_orphans(load_group(group), stored)
        for locale_id in stored.keys() | wanted.keys():
            new = wanted.get(locale_id)
            if new is None or not _is_unchanged(stored.get(locale_id), new):
                yield f"{group}: whether its translations have a public source is not kept as it is"


ORPHANS = OrphanReadModel()


def connect() -> None:
    """Connect the receiver; called once, when all models are loaded."""
    for model in get_translatable_models():
        pre_delete.connect(save_orphans_of_deleted, sender=model, dispatch_uid="jobs note_deletion")


def find_orphans(members: list[Publishable], stored: dict[int, Orphan]) -> dict[int, Orphan]:
    """Return an unsaved row for each public translation of a group without a public source, by
    language. Of a deleted source only the rows that are `stored` know."""
    if not members or (len(members) == 1 and not stored):
        return {}
    key = members[0].translation_key
    source_locale_id = get_source_locales([key])[key]
    source = next((member for member in members if member.locale_id == source_locale_id), None)
    if source is None:
        cause = Cause.DELETED
        orphaned = [member for member in members if member.locale_id in stored]
    else:
        cause = Cause.RESTRICTED if source.live else Cause.UNPUBLISHED
        public = source.is_public()
        # A language that was left out of `LANGUAGES` is an operator's decision, not an accident.
        is_expected = public or not is_in_use(source.locale.language_code)
        orphaned = [] if is_expected else [member for member in members if member is not source]
    group = dependency_keys.group(members[0])
    return {
        member.locale_id: _build_orphan(group, member, cause)
        for member in orphaned
        if member.is_public()
    }


def _build_orphan(group: str, content: Translatable, cause: str) -> Orphan:
    return Orphan(
        group=group,
        locale_id=content.locale_id,
        title=str(content)[:255],
        kind=content._meta.label_lower,
        target_pk=str(content.pk),
        cause=cause,
    )


def _save(orphan: Orphan) -> None:
    values = {name: getattr(orphan, name) for name in FIELDS}
    Orphan.objects.update_or_create(
        group=orphan.group,
        locale_id=orphan.locale_id,
        defaults=values,
        create_defaults={**values, "since": timezone.now()},
    )


def _is_unchanged(old: Orphan | None, new: Orphan) -> bool:
    return old is not None and all(getattr(old, name) == getattr(new, name) for name in FIELDS)


def _stored_orphans(groups: Collection[str]) -> dict[str, dict[int, Orphan]]:
    """Return the rows of each group, by language. One query."""
    found: dict[str, dict[int, Orphan]] = {group: {} for group in groups}
    for row in Orphan.objects.filter(group__in=groups):
        found[row.group][row.locale_id] = row
    return found


def save_orphans_of_deleted(instance: Translatable, **kwargs: object) -> None:
    """Keep the public translations of a page or snippet that is being deleted: nothing says
    afterwards that they were made from it. The flush removes those that go with it."""
    records = TranslationSource.objects.filter(object_id=instance.translation_key)
    if not records.filter(locale=instance.locale_id).exists():
        return
    group = dependency_keys.group(instance)
    others = [member for member in load_group(group) if member.locale_id != instance.locale_id]
    for member in others:
        if member.is_public():
            _save(_build_orphan(group, member, Cause.DELETED))
