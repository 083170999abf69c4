"""Comparing the store with the pages, and bringing it in line."""

from collections.abc import Callable, Iterator

from django.db import transaction
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from cms.content import dependency_keys
from cms.store import build_version
from cms.store.flush import drain
from cms.store.invalidation import list_all_groups
from cms.store.lock import store_lock
from cms.store.models import Dependency, Entry, ListMembership, ListState, PendingChange, Sequence
from cms.store.projection import ProjectedEntry, Projection, project
from cms.store.read_models import READ_MODELS

Progress = Callable[[int, int], None]


def sync(progress: Progress, rebuild: bool = False) -> int:
    """Bring the store in line; return how many changes were numbered.

    What differs becomes pending (with `rebuild`, everything) and projected like any other wide
    change, in batches; `progress` hears after each how many pages are done, and of how many. A
    run that is killed goes on where it was. Numbers, moments and the memory of what is gone stay.
    """
    before = _get_sequence()
    # What could not be projected may be so now.
    PendingChange.objects.update(due_at=timezone.now())
    if rebuild or build_version.is_stale():
        _mark_everything()
    else:
        PendingChange.objects.bulk_create(
            PendingChange(key=group, due_at=timezone.now()) for group in _find_differing_groups()
        )
    done = 0
    while batch := drain():
        done += batch
        progress(done, done + PendingChange.objects.count())
    with store_lock() as sequence:
        _fix_counts(sequence)
        build_version.save_version(sequence)
    return _get_sequence() - before


def _mark_everything() -> None:
    """Mark all there is, unless a run that was killed already did and left the rest."""
    with store_lock() as sequence:
        if sequence.pending_build_version != build_version.compute_version():
            sequence.pending_build_version = build_version.compute_version()
            sequence.save()
            PendingChange.objects.create(key=dependency_keys.ALL, due_at=timezone.now())


def find_differences() -> Iterator[str]:
    """Yield a line for everything in which the store differs from the pages; write nothing."""
    if build_version.is_stale():
        yield "the store was made by another version, for another address or other languages"
    for group in list_all_groups():
        yield from _compare_group(group)
    for row, count in _find_miscounted_lists():
        yield f"the list {row}: says {row.count} entries and has {count}"


def _compare_group(group: str) -> Iterator[str]:
    """Yield in what a group's rows differ from its pages, or that these cannot be projected."""
    try:
        with transaction.atomic():
            projection = project(group)
    except Exception as error:  # whatever a serializer stumbles on, the others are compared
        yield f"{_describe_group(group)}: cannot be projected ({type(error).__name__}: {error})"
    else:
        yield from _compare(projection)


def _describe_group(group: str) -> str:
    """The last known addresses of a group; without any, its key."""
    paths = Entry.objects.filter(group=group).order_by("path").values_list("path", flat=True)
    return ", ".join(paths) or group


def _compare(projection: Projection) -> Iterator[str]:
    """Yield in what a group's rows differ from its projection."""
    group = projection.group
    stored = {entry.pk: entry for entry in Entry.objects.filter(group=group, live=True)}
    for made in projection.entries:
        yield from _compare_entry(stored.pop(made.id, None), made)
    for entry in stored.values():
        yield f"{entry.path}: is in the store and is no public page"
    depends = Dependency.objects.filter(group=group).values_list("locale", "key")
    if set(depends) != projection.dependencies:
        yield f"{group}: what it was made from differs"
    for read_model in READ_MODELS:
        yield from read_model.find_differences(
            group, [Entry(**made.fields) for made in projection.entries]
        )


def _compare_entry(entry: Entry | None, made: ProjectedEntry) -> Iterator[str]:
    path = made.fields["path"]
    if entry is None:
        yield f"{path}: is public and not in the store"
        return
    for name, value in made.fields.items():
        if getattr(entry, name) != value:
            yield f"{path}: its {name} differs"
    columns = made.sort_keys
    rows = entry.memberships.values("name", *columns)
    differing = [row for row in rows if any(row[name] != columns[name] for name in columns)]
    if differing or {row["name"] for row in rows} != made.facets:
        yield f"{path}: the lists it stands in differ"


def _find_miscounted_lists() -> list[tuple[ListState, int]]:
    """The lists that say a wrong length, with the right one. Two queries."""
    standing = ListMembership.objects.filter(name=OuterRef("name"))
    in_one = standing.filter(locale=OuterRef("locale"))
    lists = ListState.objects.filter(locale=""), ListState.objects.exclude(locale="")
    found: list[tuple[ListState, int]] = []
    for rows, members in zip(lists, (standing, in_one), strict=True):
        number = members.order_by().values("name").annotate(number=Count("pk")).values("number")
        counted = rows.annotate(number=Coalesce(Subquery(number), 0))
        found += [(row, row.number) for row in counted.exclude(count=F("number"))]
    return found


def _find_differing_groups() -> Iterator[str]:
    """The groups whose rows are not what their pages give now."""
    for group in list_all_groups():
        if any(_compare_group(group)):
            yield group


def _fix_counts(sequence: Sequence) -> None:
    """Mend the length of every list that does not tell it right."""
    for row, count in _find_miscounted_lists():
        row.count = count
        row.sequence = sequence.next()
        row.modified_at = row.updated_at = sequence.modified_at
        row.save()
    sequence.save()


def _get_sequence() -> int:
    return Sequence.objects.values_list("number", flat=True).first() or 0
