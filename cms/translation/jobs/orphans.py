"""Translations that are public while their source no longer is.

They are kept as a follower of the store, so that whatever takes a source away is noticed: to
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
from cms.content.translatable import source_locales
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

    def follow(self, groups: Collection[str]) -> None:
        """Two queries for any number of groups, and some for each translation that changes."""
        with snapshots.taken():
            members = load_groups(groups)
            kept = _kept(groups)
            for group in groups:
                wanted = find_orphans(members[group], kept[group])
                if gone := kept[group].keys() - wanted.keys():
                    Orphan.objects.filter(group=group, locale__in=gone).delete()
                for locale_id, orphan in wanted.items():
                    if not _same(kept[group].get(locale_id), orphan):
                        _keep(orphan)
        enqueue_orphan_notifications(Orphan.objects.filter(group__in=groups, announced=False))

    def groups(self) -> Iterable[str]:
        return Orphan.objects.values_list("group", flat=True).distinct()

    def differences(self, group: str, entries: list[Entry]) -> Iterator[str]:
        kept = _kept([group])[group]
        wanted = find_orphans(load_group(group), kept)
        for locale_id in kept.keys() | wanted.keys():
            new = wanted.get(locale_id)
            if new is None or not _same(kept.get(locale_id), new):
                yield f"{group}: whether its translations have a public source is not kept as it is"


ORPHANS = OrphanReadModel()


def connect() -> None:
    """Connect the receiver; called once, when all models are loaded."""
    for model in get_translatable_models():
        pre_delete.connect(keep_orphans_of, sender=model, dispatch_uid="jobs note_deletion")


def find_orphans(members: list[Publishable], kept: dict[int, Orphan]) -> dict[int, Orphan]:
    """Return an unsaved row for each public translation of a group without a public source, by
    language. Of a deleted source only the rows that are `kept` know."""
    if not members or (len(members) == 1 and not kept):
        return {}
    key = members[0].translation_key
    written_in = source_locales([key])[key]
    source = next((thing for thing in members if thing.locale_id == written_in), None)
    if source is None:
        cause = Cause.DELETED
        left = [thing for thing in members if thing.locale_id in kept]
    else:
        cause = Cause.RESTRICTED if source.live else Cause.UNPUBLISHED
        public = source.is_public()
        # A language that was left out of `LANGUAGES` is an operator's decision, not an accident.
        kept_back = public or not is_in_use(source.locale.language_code)
        left = [] if kept_back else [thing for thing in members if thing is not source]
    group = dependency_keys.group(members[0])
    return {thing.locale_id: _row(group, thing, cause) for thing in left if thing.is_public()}


def _row(group: str, content: Translatable, cause: str) -> Orphan:
    return Orphan(
        group=group,
        locale_id=content.locale_id,
        title=str(content)[:255],
        kind=content._meta.label_lower,
        target_pk=str(content.pk),
        cause=cause,
    )


def _keep(orphan: Orphan) -> None:
    values = {name: getattr(orphan, name) for name in FIELDS}
    Orphan.objects.update_or_create(
        group=orphan.group,
        locale_id=orphan.locale_id,
        defaults=values,
        create_defaults={**values, "since": timezone.now()},
    )


def _same(old: Orphan | None, new: Orphan) -> bool:
    return old is not None and all(getattr(old, name) == getattr(new, name) for name in FIELDS)


def _kept(groups: Collection[str]) -> dict[str, dict[int, Orphan]]:
    """Return the rows of each group, by language. One query."""
    found: dict[str, dict[int, Orphan]] = {group: {} for group in groups}
    for row in Orphan.objects.filter(group__in=groups):
        found[row.group][row.locale_id] = row
    return found


def keep_orphans_of(instance: Translatable, **kwargs: object) -> None:
    """Keep the public translations of a page or snippet that is being deleted: nothing says
    afterwards that they were made from it. The flush removes those that go with it."""
    records = TranslationSource.objects.filter(object_id=instance.translation_key)
    if not records.filter(locale=instance.locale_id).exists():
        return
    group = dependency_keys.group(instance)
    others = [thing for thing in load_group(group) if thing.locale_id != instance.locale_id]
    for thing in others:
        if thing.is_public():
            _keep(_row(group, thing, Cause.DELETED))
