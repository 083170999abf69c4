"""What the memory keeps. It leans on no row of wagtail-localize: those are deleted with a page."""

from hashlib import sha256

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def text_digest(text: str) -> str:
    """What a source text is found by: no index takes a whole paragraph."""
    return sha256(text.encode()).hexdigest()


class MemoryUnit(models.Model):
    """One translation that a segment once had: where it stood, by whom it was made, and when.

    Saved again in the same words it is the same unit, told of the last time.
    """

    class Kind(models.TextChoices):
        """As wagtail-localize's `translation_type`."""

        MANUAL = "manual", _("Manual")
        MACHINE = "machine", _("Machine")

    source_language = models.CharField(max_length=100)
    target_language = models.CharField(max_length=100)
    source = models.TextField()
    source_digest = models.CharField(max_length=64)
    translation = models.TextField()
    # Where: the page's or snippet's translation key, and the path of the field or block in it.
    translation_key = models.UUIDField(null=True)
    path = models.TextField(blank=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    translator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    translated_at = models.DateTimeField()
    # Whether wagtail-localize found it faulty (a broken tag): kept, and offered to nobody.
    has_error = models.BooleanField(default=False)

    # It is no use of anything that an editor would look for.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("remembered translation")
        verbose_name_plural = _("remembered translations")
        indexes = [
            models.Index(fields=["source_digest", "target_language"], name="memory_by_source"),
            models.Index(fields=["translation_key", "target_language"], name="memory_by_page"),
        ]

    def __str__(self) -> str:
        return f"{self.source[:40]} → {self.translation[:40]}"
