"""How far the reference index is built, what was deleted, and what still refers to it."""

from typing import Any

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from wagtail.models import ReferenceIndex


class IndexState(models.Model):
    """The version of `cms.references.index` that built the whole index; at most one row."""

    version = models.PositiveIntegerField()

    def __str__(self) -> str:
        return str(self.version)


class Deletion(models.Model):
    """A page, snippet, picture or file that was deleted.

    Blocks and old versions keep its number, which is never given again.
    """

    # The most general type, as in Wagtail's index.
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=255)
    # Empty where it was deleted before deletions were kept.
    title = models.CharField(max_length=255, blank=True)
    deleted_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="deleted_once")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kind(self) -> str:
        model: Any = ContentType.objects.get_for_id(self.content_type_id).model_class()
        return str(model._meta.verbose_name)


class BrokenReference(models.Model):
    """A field of a page or snippet that referred to something deleted.

    It stands until the page is published without it.
    """

    deletion = models.ForeignKey(Deletion, models.CASCADE, related_name="references")
    # As in Wagtail's index: the page's own type, its most general type, its number.
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    base_content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=255)
    model_path = models.TextField()
    source = GenericForeignKey()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["deletion", "base_content_type", "object_id", "model_path"],
                name="broken_reference_once",
            )
        ]
        indexes = [
            models.Index(fields=["base_content_type", "object_id"], name="broken_reference_source")
        ]

    def __str__(self) -> str:
        return f"{self.field_label}: {self.deletion}"

    @property
    def as_indexed(self) -> ReferenceIndex:
        """Return it as the row that stood in Wagtail's index; not saved."""
        return ReferenceIndex(content_type_id=self.content_type_id, model_path=self.model_path)

    @property
    def field_label(self) -> str:
        return str(self.as_indexed.describe_source_field())
