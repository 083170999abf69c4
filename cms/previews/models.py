"""The table of preview links. None holds the address it is opened by (see cms.core.signing)."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone


def get_default_expiry() -> datetime:
    return timezone.now() + timedelta(days=settings.PREVIEW_DAYS)


class PreviewLinks(models.QuerySet["PreviewLink"]):
    def open(self) -> "PreviewLinks":
        """Those that still show something."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class PreviewLink(models.Model):
    """Lets whoever has its address read one revision of a page."""

    # Random, so that no number is ever given twice, whatever backup the database comes from.
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    revision = models.ForeignKey("wagtailcore.Revision", models.CASCADE, related_name="+")
    # The revision as it was: while somebody types, Wagtail writes into the same one again.
    content = models.JSONField(encoder=DjangoJSONEncoder)
    saved_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=get_default_expiry)
    revoked_at = models.DateTimeField(null=True)

    objects = PreviewLinks.as_manager()
    # It is no use of a user's or of a revision's that an editor would look for.
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ("-created_at", "pk")

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def page(self) -> Any:
        """The page as it is now, of its own type; None when it is gone."""
        return self.revision.content_object
