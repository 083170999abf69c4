"""Translations that are public while their source no longer is.

They are kept as a follower of the store, so that whatever takes a source away is noticed: to
unpublish, delete or restrict it, or what stands above it. Reviewers of the language and
coordinators are told at once.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db.models.signals import pre_delete
from django.utils import timezone
from wagtail.models import get_translatable_models
from wagtail_localize.models import TranslationSource

from cms import keys
from cms.store.models import Entry
from cms.store.projection import load
from cms.translation.jobs.letters import announce
from cms.translation.jobs.models import Orphan

Cause = Orphan.Cause
FIELDS = ("title", "kind", "target_pk", "cause")


class Follower:
    """Keeps one row for each such translation (cms.store.followers)."""

    version = "1"

    def follow(self, groups: Collection[str]) -> None:
        for group in groups:
            kept = _kept(group)
            wanted = find_orphans(group, kept)
            if gone := kept.keys() - wanted.keys():
                Orphan.objects.filter(group=group, locale__in=gone).delete()
            for locale_id, orphan in wanted.items():
                if not _same(kept.get(locale_id), orphan):
                    _keep(orphan)
        announce(Orphan.objects.filter(group__in=groups, announced=False))

    def groups(self) -> Iterable[str]:
        return Orphan.objects.values_list("group", flat=True).distinct()

    def differences(self, group: str, entries: list[Entry]) -> Iterator[str]:
        kept = _kept(group)
        wanted = find_orphans(group, kept)
        for locale_id in kept.keys() | wanted.keys():
            new = wanted.get(locale_id)
            if new is None or not _same(kept.get(locale_id), new):
                yield f"{group}: whether its translations have a public source is not kept as it is"


ORPHANS = Follower()


def connect() -> None:
    """Connect the receiver; called once, when all models are loaded."""
    for model in get_translatable_models():
        pre_delete.connect(note_deletion, sender=model, dispatch_uid="jobs note_deletion")


def find_orphans(group: str, kept: dict[int, Orphan]) -> dict[int, Orphan]:
    """Return an unsaved row for each public translation of a group without a public source, by
    language. Of a deleted source only the rows that are `kept` know."""
    members = load(group)
    if not members or (len(members) == 1 and not kept):
        return {}
    records = TranslationSource.objects.filter(object_id=members[0].translation_key)
    written_in = records.order_by("pk").values_list("locale_id", flat=True).first()
    source = next((thing for thing in members if thing.locale_id == written_in), None)
    if source is None:
        cause = Cause.DELETED
        left = [thing for thing in members if thing.locale_id in kept]
    else:
        cause = Cause.RESTRICTED if source.live else Cause.UNPUBLISHED
        public = source.is_public()
        left = [] if public else [thing for thing in members if thing is not source]
    return {thing.locale_id: _row(group, thing, cause) for thing in left if thing.is_public()}


def _row(group: str, thing: Any, cause: str) -> Orphan:
    return Orphan(
        group=group,
        locale_id=thing.locale_id,
        title=str(thing)[:255],
        kind=thing._meta.label_lower,
        target_pk=str(thing.pk),
        cause=cause,
    )


def _keep(orphan: Orphan) -> None:
    said = {name: getattr(orphan, name) for name in FIELDS}
    Orphan.objects.update_or_create(
        group=orphan.group,
        locale_id=orphan.locale_id,
        defaults=said,
        create_defaults={**said, "since": timezone.now()},
    )


def _same(old: Orphan | None, new: Orphan) -> bool:
    return old is not None and all(getattr(old, name) == getattr(new, name) for name in FIELDS)


def _kept(group: str) -> dict[int, Orphan]:
    return {row.locale_id: row for row in Orphan.objects.filter(group=group)}


def note_deletion(instance: Any, **kwargs: Any) -> None:
    """Keep the public translations of a page or snippet that is being deleted: nothing says
    afterwards that they were made from it. The flush removes those that go with it."""
    records = TranslationSource.objects.filter(object_id=instance.translation_key)
    if not records.filter(locale=instance.locale_id).exists():
        return
    group = keys.group(instance)
    others = [thing for thing in load(group) if thing.locale_id != instance.locale_id]
    for thing in others:
        if thing.is_public():
            _keep(_row(group, thing, Cause.DELETED))
