"""Which translations a machine's draft was asked for, and how far it is."""

from django.db import models
from django.utils.translation import pgettext_lazy
from wagtail_localize.models import Translation

from cms.outbox.models import OutboxItem


class Draft(OutboxItem):
    """A translation's segments that are to be translated by a machine: once for each translation.

    The last answer is kept only if it was not a translation.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("machine translation", "waiting")
        DONE = "done", pgettext_lazy("machine translation", "done")
        FAILED = "failed", pgettext_lazy("machine translation", "failed")

    translation = models.OneToOneField(Translation, models.CASCADE, related_name="machine_draft")
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    # How many segments were translated, and the keys of those that came back with broken tags, or
    # longer than fits.
    translated = models.PositiveIntegerField(default=0)
    broken = models.JSONField(default=list)

    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [models.Index(fields=["next_attempt_at"], name="draft_due")]

    def __str__(self) -> str:
        return f"{self.state}: {self.translation}"
