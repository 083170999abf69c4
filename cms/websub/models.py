"""What the hub knows of each feed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.outbox.models import OutboxItem


class FeedCheckpoint(models.Model):
    """The one row that says how far the feeds have been looked at, and for which hub."""

    hub = models.CharField(max_length=2000)
    # The store's number up to which every change of a feed has been noticed.
    number = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.hub} {self.number}"


class Topic(OutboxItem):
    """A feed in one format, by the address that subscribers know.

    `next_attempt_at` is set while the hub has not accepted the ping for its last change.
    """

    address = models.CharField(_("feed"), max_length=2000, unique=True)
    # Of the bytes that the hub was, or is still to be, told of; empty once the feed is gone.
    digest = models.CharField(max_length=64, blank=True)
    # The store's number when the feed was last looked at.
    number = models.BigIntegerField()
    accepted_at = models.DateTimeField(_("accepted by the hub"), null=True)

    # It is no use of anything that an editor would look for.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("feed known to the hub")
        verbose_name_plural = _("feeds known to the hub")
        indexes = [models.Index(fields=["next_attempt_at"], name="topic_due")]

    def __str__(self) -> str:
        return self.address

    @property
    def answer(self) -> str:
        """The hub's last answer: the status, if there was one, and the text."""
        return f"{self.last_status or ''} {self.last_answer}".strip()
