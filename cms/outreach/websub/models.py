"""What the hub knows of each feed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Watch(models.Model):
    """The one row that says how far the feeds have been looked at, and for which hub."""

    hub = models.CharField(max_length=2000)
    # The store's number up to which every change of a feed has been noticed.
    number = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.hub} {self.number}"


class Topic(models.Model):
    """A feed in one format, by the address that subscribers know. It is `due` while the hub has
    still to be told of its last change."""

    address = models.CharField(_("feed"), max_length=2000, unique=True)
    # Of the bytes that the hub was, or is still to be, told of; empty once the feed is gone.
    digest = models.CharField(max_length=64, blank=True)
    # The store's number when the feed was last looked at.
    number = models.BigIntegerField()
    due = models.DateTimeField(_("next attempt"), null=True, db_index=True)
    attempts = models.PositiveIntegerField(_("attempts that failed"), default=0)
    told_at = models.DateTimeField(_("accepted by the hub"), null=True)
    answer = models.CharField(_("the hub's last answer"), max_length=250, blank=True)

    # It is no use of anything that an editor would look for.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("feed known to the hub")
        verbose_name_plural = _("feeds known to the hub")

    def __str__(self) -> str:
        return self.address
