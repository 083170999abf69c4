"""Writing what has changed, and nothing else, into the store's tables.

Called only under the sequence's lock (see `flush`).
"""

import json
from collections import Counter
from collections.abc import Iterable

from django.db.models import Q, Value
from django.db.models.functions import Concat, Substr

from cms.content import dependency_keys
from cms.store.models import Dependency, Entry, FormerPath, ListMembership, ListState, Sequence
from cms.store.projection import ProjectedEntry, Projection, forget_entries
from cms.store.read_models import READ_MODELS

# What an entry does not tell anybody, so that a change of it is none.
INTERNAL_FIELDS = {"last_published_at"}
# The sort keys that are not the entry's text: with another, it comes into its lists anew.
POSITION_COLUMNS = {"published_at", "position"}
# Those by which a list that another entry shows may be sorted.
SORT_COLUMNS = {*POSITION_COLUMNS, "title_key", "locale"}
ListKey = tuple[str, str]  # a list's name and locale


def write_projections(sequence: Sequence, projections: Iterable[Projection]) -> list[str]:
    """Bring the entries of these groups in line with their projections.

    Return the keys of what changed for others: cards and lists.
    """
    by_group = {projection.group: projection for projection in projections}
    public = {made.id: made for new in by_group.values() for made in new.entries}
    # An entry may come back after it was gone.
    known = Q(group__in=by_group, live=True) | Q(pk__in=public)
    stored = {
        entry.pk: entry for entry in Entry.objects.filter(known).prefetch_related("memberships")
    }
    writer = Writer(sequence)
    for entry in stored.values():
        if entry.live and entry.pk not in public and by_group[entry.group].covers(entry.locale):
            writer.remove(entry)
    for made in public.values():
        writer.put(stored.get(made.id), made)
    writer.number_lists()
    _write_dependencies(by_group)
    for read_model in READ_MODELS:
        read_model.update(by_group)
    forget_entries()
    # An entry in another language says where this one stands, and whether it is there.
    moved = (group for group in sorted(writer.moved) if by_group[group].locales is not None)
    return [*moved, *writer.changed]


def _write_dependencies(projections: dict[str, Projection]) -> None:
    """Keep what each group was made from."""
    wanted = {(new.group, *row_key) for new in projections.values() for row_key in new.dependencies}
    rows = {
        (row.group, row.locale, row.key): row.pk
        for row in Dependency.objects.filter(group__in=projections)
        if projections[row.group].covers(row.locale)
    }
    Dependency.objects.filter(pk__in=[rows[row_key] for row_key in rows.keys() - wanted]).delete()
    Dependency.objects.bulk_create(
        Dependency(group=group, locale=locale, key=key)
        for group, locale, key in sorted(wanted - rows.keys())
    )


def _move_addresses(entry: Entry, path: str) -> None:
    """Let the entry's address, and those of all below it, lead to where they stand from now on.

    What stands below answers at its new address at once, however much it is; its text, which
    names the address too, follows when it is projected.
    """
    below = Entry.objects.filter(
        memberships__name=f"under:{entry.group}",
        memberships__locale=entry.locale,
        path__startswith=entry.path,
    )
    FormerPath.objects.bulk_create(
        [FormerPath(path=each.path, entry=each) for each in [entry, *below.only("path")]],
        update_conflicts=True,
        unique_fields=["path"],
        update_fields=["entry"],
    )
    below.update(path=Concat(Value(path), Substr("path", len(entry.path) + 1)))


class Writer:
    """One round of writing: it collects what others need to know."""

    def __init__(self, sequence: Sequence) -> None:
        self.sequence = sequence
        self.changed: list[str] = []
        self.touched: set[ListKey] = set()
        self.updated: set[ListKey] = set()
        # The lists into or out of which an entry came, or in which one got another place.
        self.reordered: set[ListKey] = set()
        # The groups of which an entry came, went or got another address.
        self.moved: set[str] = set()
        self.counts: Counter[ListKey] = Counter()

    def put(self, entry: Entry | None, new: ProjectedEntry) -> None:
        """Write an entry if it differs from what is stored."""
        before = entry.card_json if entry and entry.live else ""
        if entry and entry.path != new.fields["path"]:
            _move_addresses(entry, new.fields["path"])
        entry = entry or Entry(pk=new.id)
        different = {name for name, value in new.fields.items() if getattr(entry, name) != value}
        for name in different:
            setattr(entry, name, new.fields[name])
        if different - INTERNAL_FIELDS:
            self._save(entry, before)
        else:
            entry.save(update_fields=different)
        if entry.card_json != before:
            self.changed.append(dependency_keys.entry(entry.pk))
        self._list(entry, new, different)

    def remove(self, entry: Entry) -> None:
        """Keep of an entry that it was there: its path and id, and no content."""
        self._unlist(entry, list(entry.memberships.all()))
        entry.live = False
        entry.full_json = entry.list_json = entry.card_json = entry.own_digest = entry.slug = ""
        entry.title_key = b""
        self._save(entry, before="")
        self.changed.append(dependency_keys.entry(entry.pk))

    def number_lists(self) -> None:
        """Give the lists that changed a number, after their entries': the same to all, so that
        of two lists neither seems to have changed without the other."""
        if not self.touched:
            return
        stored = ListState.objects.filter(name__in={name for name, _ in self.touched})
        known = {(row.name, row.locale): row for row in stored}
        number = self.sequence.next()
        rows = []
        for place in sorted(self.touched):
            row = known.get(place) or ListState(name=place[0], locale=place[1])
            row.count += self.counts[place]
            row.sequence = number
            row.modified_at = self.sequence.modified_at
            if place in self.updated:
                row.updated_at = self.sequence.modified_at
            rows.append(row)
        ListState.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["name", "locale"],
            update_fields=["count", "sequence", "modified_at", "updated_at"],
        )
        self.changed += [
            dependency_keys.list_contents(name, locale) for name, locale in sorted(self.reordered)
        ]

    def _save(self, entry: Entry, before: str) -> None:
        """Save an entry with the next number; `before` is its card until now, if it had one."""
        entry.sequence = self.sequence.next()
        entry.modified_at = self.sequence.modified_at
        if not before:
            entry.published_sequence = entry.sequence
            self.moved.add(entry.group)
        elif json.loads(before)["path"] != entry.path:
            entry.moved_sequence = entry.sequence
            self.moved.add(entry.group)
        entry.save()

    def _list(self, entry: Entry, new: ProjectedEntry, different: set[str]) -> None:
        """Put an entry into its lists. What is `different` of it changes those it stays in too."""
        rows = list(entry.memberships.all())
        self._unlist(entry, [row for row in rows if row.name not in new.facets])
        kept = {row.name for row in rows} & new.facets
        added = sorted(new.facets - kept)
        ListMembership.objects.bulk_create(
            ListMembership(entry=entry, name=name, **new.sort_keys) for name in added
        )
        self._touch(added, entry.locale, updated=True)
        self._reorder(added, entry.locale)
        self._count(added, entry.locale, 1)
        moved = {
            name
            for row in rows
            for name, value in new.sort_keys.items()
            if row.name in kept and getattr(row, name) != value
        }
        if moved:
            entry.memberships.filter(name__in=kept).update(**new.sort_keys)
        if moved & SORT_COLUMNS:
            self._reorder(kept, entry.locale)
        if moved or different - INTERNAL_FIELDS:
            updated = bool(moved & POSITION_COLUMNS) or "updated_at" in different
            self._touch(kept, entry.locale, updated)

    def _unlist(self, entry: Entry, rows: list[ListMembership]) -> None:
        entry.memberships.filter(pk__in=[row.pk for row in rows]).delete()
        for row in rows:
            self._touch([row.name], row.locale, updated=True)
            self._reorder([row.name], row.locale)
            self._count([row.name], row.locale, -1)

    def _touch(self, names: Iterable[str], locale: str, updated: bool) -> None:
        for name in names:
            # Nobody asks in all languages for what is missing in one.
            everywhere = set() if dependency_keys.is_untranslated(name) else {(name, "")}
            places = {(name, locale)} | everywhere
            self.touched |= places
            if updated:
                self.updated |= places

    def _reorder(self, names: Iterable[str], locale: str) -> None:
        # No entry shows a list of what is missing.
        self.reordered.update(
            (name, locale) for name in names if not dependency_keys.is_untranslated(name)
        )

    def _count(self, names: Iterable[str], locale: str, by: int) -> None:
        for name in names:
            self.counts[name, locale] += by
            self.counts[name, ""] += by
