"""The store's tables."""

import time
from datetime import UTC, datetime, timedelta

from django.db import models
from django.utils import timezone


class Entry(models.Model):
    """The public form of one page in one language; or, not `live`, that there was one.

    `full_json`, `list_json` and `card_json` hold JSON text, as it is sent: for the entry's own
    page, for lists, and for cards on other pages. A gone entry keeps its id and its last path, and
    no content.
    """

    id = models.UUIDField(primary_key=True)
    # The key of the page in all its languages (cms.content.dependency_keys).
    group = models.CharField(max_length=120, db_index=True)
    type = models.CharField(max_length=32)
    locale = models.CharField(max_length=12)
    slug = models.CharField(max_length=255, blank=True)
    # What its title is sorted by (cms.collation.keys): every database sorts bytes alike.
    title_key = models.BinaryField(default=b"")
    # An address, or for what has none (a language's site frame) a name without a slash.
    path = models.CharField(max_length=2000, db_index=True)
    live = models.BooleanField(default=True)
    # The list whose entries its page shows, and whose feed stands below it.
    list_name = models.CharField(max_length=120, blank=True)
    # The number of its last change; no two entries share one.
    sequence = models.BigIntegerField(unique=True)
    modified_at = models.DateTimeField()
    # The numbers with which it became public, and last got another address.
    published_sequence = models.BigIntegerField(default=0)
    moved_sequence = models.BigIntegerField(default=0)
    published_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField()
    # Of the page, when the entry was last compared with it: what tells a new text from a
    # neighbour's change.
    last_published_at = models.DateTimeField(null=True)
    own_digest = models.CharField(max_length=64, blank=True)
    full_json = models.TextField(blank=True)
    list_json = models.TextField(blank=True)
    card_json = models.TextField(blank=True)

    # Of the list its page shows, where `get_by_paths` read it. A list never used has no sequence.
    list_sequence: int | None
    list_modified_at: datetime
    list_updated_at: datetime | None
    list_count: int | None

    class Meta:
        # Not the type first: SQLite would read all entries of a few types, and sort them, for a
        # page of the change log.
        indexes = [models.Index(fields=["slug", "type"], name="entry_slug")]

    def __str__(self) -> str:
        return f"{self.type} {self.path}"


class FormerPath(models.Model):
    """An address where an entry stood before; it leads to wherever the entry stands now."""

    path = models.CharField(max_length=2000, unique=True)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="former_paths")

    def __str__(self) -> str:
        return self.path


class Dependency(models.Model):
    """A page, in one of its languages, was made from what `key` names, or would be if public."""

    group = models.CharField(max_length=120)
    # Empty: all of its languages. Such rows are left by earlier versions, until they are made anew.
    locale = models.CharField(max_length=12, blank=True)
    key = models.CharField(max_length=120, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "locale", "key"], name="dependency_once")
        ]

    def __str__(self) -> str:
        return f"{self.group} ({self.locale}) on {self.key}"


class ListMembership(models.Model):
    """A list membership: an entry stands in the list `name` of its language.

    It repeats the entry's sort keys, so that a page of a list in any order is a read of one index
    (see `lists`). An index holds one language; what a list of several shows is merged of theirs.
    """

    # What an entry without a date is sorted by: it is older than all others.
    UNDATED = datetime(1, 1, 1, tzinfo=UTC)
    # The unique constraint below is the index for it.
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="memberships", db_index=False)
    name = models.CharField(max_length=120)
    locale = models.CharField(max_length=12)
    published_at = models.DateTimeField(default=UNDATED)
    position = models.CharField(max_length=8, blank=True)
    title_key = models.BinaryField(default=b"")
    updated_at = models.DateTimeField(default=UNDATED)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "name"], name="list_membership_once")
        ]
        indexes = [
            models.Index(
                fields=["name", "locale", "-published_at", "position", "entry"],
                name="list_membership_newest",
            ),
            models.Index(
                fields=["name", "locale", "position", "entry"], name="list_membership_tree"
            ),
            models.Index(
                fields=["name", "locale", "title_key", "entry"], name="list_membership_title"
            ),
            models.Index(
                fields=["name", "locale", "updated_at", "entry"], name="list_membership_updated"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ListState(models.Model):
    """A list's own row: how many entries stand in it, and its last change.

    The locale "" is the list of all languages. The row stays when the list is empty, so that a
    removal is a change like any other. `modified_at` moves with anything that an entry in it says,
    `updated_at` only when an entry comes or goes, or has new text, pictures or facts of its own.
    """

    name = models.CharField(max_length=120)
    locale = models.CharField(max_length=12, blank=True)
    count = models.PositiveIntegerField(default=0)
    sequence = models.BigIntegerField()
    modified_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "locale"], name="list_state_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.locale}"


class PendingChange(models.Model):
    """Something changed: the entries that depend on `key` wait to be projected."""

    key = models.CharField(max_length=120)
    # From when the worker takes it up: the rest of a wide change, or what could not be projected
    # and is tried again. Without it, whoever flushes next does.
    due_at = models.DateTimeField(null=True, db_index=True)

    def __str__(self) -> str:
        return self.key


class Sequence(models.Model):
    """The one row that numbers changes. Whoever changes pages holds its lock, from the start.

    A store that is lost and built anew numbers from a higher start, taken from the clock, so no
    number, ETag or cursor of the old one can be mistaken for one of the new.
    """

    start = models.BigIntegerField()
    number = models.BigIntegerField()
    modified_at = models.DateTimeField()
    # What the entries were made with: see cms.store.build_version.
    build_version = models.CharField(max_length=300, blank=True)
    # While everything is projected again: what the entries will have been made with at the end.
    pending_build_version = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def lock(cls) -> "Sequence":
        """Return the row, locked until the end of the transaction, at this flush's moment.

        Last-Modified knows whole seconds only, so each flush that changes something gets a second
        of its own: the present one, or the next after the last.
        """
        sequence = cls.objects.select_for_update().filter(pk=1).first()
        if sequence is None:
            cls.objects.get_or_create(pk=1, defaults=_get_initial_values())
            return cls.lock()
        now = timezone.now().replace(microsecond=0)
        sequence.moment = max(now, sequence.modified_at + timedelta(seconds=1))
        return sequence

    moment: datetime

    def next(self) -> int:
        """Hand out the next number."""
        self.number += 1
        self.modified_at = self.moment
        return self.number


def _get_initial_values() -> dict[str, int | datetime]:
    start = int(time.time() * 1_000_000)
    return {"start": start, "number": start, "modified_at": timezone.now() - timedelta(days=1)}
