"""What the back office's lists are sorted by: Wagtail's tables have no room for it."""

from django.db import models

from cms.collation.keys import MAX_LENGTH


class TitleKey(models.Model):
    """The sort key of the title of a page, picture, document or snippet.

    A page has its newest title, of a draft too: the one its lists show.
    """

    # The table, by its model's label: wagtailcore.page for every page.
    model = models.CharField(max_length=100)
    object_id = models.BigIntegerField()
    key = models.BinaryField(max_length=MAX_LENGTH)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["model", "object_id"], name="title_key_once")
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.object_id}"
