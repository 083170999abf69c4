"""Which translations a machine's draft was asked for, and how far it is."""

from django.db import models
from django.utils.translation import pgettext_lazy
from wagtail_localize.models import Translation


class Draft(models.Model):
    """A translation's segments that are to be translated by a machine: once for each translation.

    While it waits, it is `due`, unless a worker has `claimed` it: whoever dies with it leaves it
    to the next when that time is over.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("machine translation", "waiting")
        DONE = "done", pgettext_lazy("machine translation", "done")
        FAILED = "failed", pgettext_lazy("machine translation", "failed")

    job = models.OneToOneField(Translation, models.CASCADE, related_name="machine_draft")
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    due = models.DateTimeField(db_index=True)
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # The status of the last answer that was none, 0 where nobody answered, and its first words.
    status = models.PositiveSmallIntegerField(null=True)
    words = models.CharField(max_length=250, blank=True)
    # How many segments were translated, and the keys of those that came back with broken tags, or
    # longer than fits.
    translated = models.PositiveIntegerField(default=0)
    broken = models.JSONField(default=list)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.state}: {self.job}"
