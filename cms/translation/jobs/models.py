"""The tables: what was sent to translators, and how far each page is in each language."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from cms.collation.keys import MAX_LENGTH
from cms.outbox.models import OutboxItem


class Submission(models.Model):
    """What somebody sent at once: a page, a section or a snippet, into one or more languages.

    It is on its way as long as `finished_at` is empty.
    """

    title = models.CharField(max_length=255)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    due = models.DateField(null=True)
    # How many pages and snippets were to be sent.
    total = models.PositiveIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions: ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        return self.title


class Assignment(models.Model):
    """A language that a submission is sent into, and who is to translate it: nobody means all of
    the language's translators."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="assignments")
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions: ClassVar[tuple[str, ...]] = ()
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "locale"], name="assigned_once_per_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.locale_id}"


class QueuedPage(models.Model):
    """A page or snippet of a submission that is still to be sent; its row is gone when it is."""

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="queued_pages"
    )
    # Its key (cms.content.dependency_keys), and what it is called.
    group = models.CharField(max_length=100)
    title = models.CharField(max_length=255)
    # It could not be sent, and is not tried again.
    failed = models.BooleanField(default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions: ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        return self.title


class Job(models.Model):
    """A page or snippet that is to be translated into one language, from the first time it is sent.

    How far it is, is told by what is translated and public (cms.translation.jobs.job_status).
    """

    translation = models.OneToOneField(Translation, on_delete=models.CASCADE, related_name="job")
    # The last that it was sent with; none where it was translated before there were jobs.
    submission = models.ForeignKey(
        Submission, null=True, on_delete=models.SET_NULL, related_name="jobs"
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    due = models.DateField(null=True)
    # When it was sent last, or its source's text changed last after that.
    opened_at = models.DateTimeField()
    # When its source's text changed last; empty if it did not since it was sent first.
    changed_at = models.DateTimeField(null=True, db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions: ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        return str(self.translation_id)


class TranslationRequest(models.Model):
    """What an editor asks the coordinators for: a page or snippet in one language.

    Its row is gone when it is sent, or there is nothing left to send
    (cms.translation.jobs.progress).
    """

    # Its key (cms.content.dependency_keys).
    group = models.CharField(max_length=100)
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions: ClassVar[tuple[str, ...]] = ()
        constraints = [
            models.UniqueConstraint(fields=["group", "locale"], name="requested_once_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.locale_id}"


class JobState(models.TextChoices):
    """How far a job is. It is derived, never stored (cms.translation.jobs.job_status)."""

    # Nothing was translated since it was opened.
    WAITING = "waiting", pgettext_lazy("translation job", "waiting")
    IN_PROGRESS = "in_progress", pgettext_lazy("translation job", "in progress")
    IN_REVIEW = "in_review", pgettext_lazy("translation job", "in review")
    # Public, and made from the source's text as it is.
    DONE = "done", pgettext_lazy("translation job", "done")


# What the list shows where there is no job.
UNSENT = "unsent"
UNSENT_LABEL = pgettext_lazy("translation job", "not sent")
REQUESTED_LABEL = pgettext_lazy("translation job", "requested")


class Status(models.TextChoices):
    """The state of a translation, as in cms.content.translation_state."""

    CURRENT = "current", pgettext_lazy("translation", "current")
    MACHINE = "machine", pgettext_lazy("translation", "machine, unreviewed")
    OUTDATED = "outdated", pgettext_lazy("translation", "outdated")
    MISSING = "missing", pgettext_lazy("translation", "missing")


class Progress(models.Model):
    """How far a page or snippet is in one language: made from the pages alone, in the transaction
    of each change (cms.translation.jobs.progress)."""

    group = models.CharField(max_length=100)
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    # The source: its name, its kind, and the page that it is; none for a snippet.
    title = models.CharField(max_length=255)
    # In small letters, as lists are sorted and searched: SQLite knows no others' of the alphabet.
    title_key = models.BinaryField(max_length=MAX_LENGTH, default=b"")
    kind = models.CharField(max_length=100)
    page = models.ForeignKey(Page, null=True, on_delete=models.CASCADE, related_name="+")
    # Its own number and that of its translation, empty where there is none to work on.
    source_pk = models.CharField(max_length=36)
    target_pk = models.CharField(max_length=36, blank=True)
    # Whether anybody may read the source.
    public = models.BooleanField()
    # wagtail-localize's record, while it is being translated or kept in line.
    translation = models.OneToOneField(
        Translation, null=True, on_delete=models.SET_NULL, related_name="progress"
    )
    state = models.CharField(max_length=8, choices=Status.choices)
    # Of the source's text as it is now.
    words = models.PositiveIntegerField()
    words_left = models.PositiveIntegerField()
    # When somebody translated last.
    translated_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions: ClassVar[tuple[str, ...]] = ()
        constraints = [
            models.UniqueConstraint(fields=["group", "locale"], name="progress_once_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.locale_id}"

    # What a list shows of it, once its job's state is annotated (cms.translation.jobs.job_status).

    @property
    def language(self) -> str:
        return str(self.locale.get_display_name())

    @property
    def _job_state(self) -> str:
        return str(vars(self).get("job_state", ""))

    @property
    def state_label(self) -> str:
        return str(Status(self.state).label)

    @property
    def job_label(self) -> str:
        if self._job_state:
            return str(JobState(self._job_state).label)
        return str(REQUESTED_LABEL) if vars(self).get("requested") else ""

    @property
    def assignee_name(self) -> str:
        assignee = self.translation and self.translation.job.assignee if self._job_state else None
        return assignee.get_full_name() or assignee.get_username() if assignee else ""


class NotificationPreference(models.Model):
    """Which mail a translator wants; who has no row wants all of it."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notification_preference"
    )
    submissions = models.BooleanField(
        _("When something is sent to me for translation"), default=True
    )
    changes = models.BooleanField(
        _("When something that I translate changes; at most one e-mail a day"), default=True
    )

    orphans = models.BooleanField(
        _("When a translation stays public and its source no longer is"), default=True
    )
    requests = models.BooleanField(
        _("When an editor asks for a translation; at most one e-mail a day"), default=True
    )
    pages = models.BooleanField(
        _("When a new page is published and not sent for translation; at most one e-mail a day"),
        default=True,
    )

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions: ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        return str(self.user_id)


class Orphan(models.Model):
    """A translation that is public while its source no longer is (cms.translation.jobs.orphans)."""

    class Cause(models.TextChoices):
        """What became of the source."""

        UNPUBLISHED = "unpublished", _("its source was unpublished")
        RESTRICTED = "restricted", _("its source was made private")
        DELETED = "deleted", _("its source was deleted")

    group = models.CharField(max_length=100)
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    # Of the translation, which is public.
    title = models.CharField(max_length=255)
    kind = models.CharField(max_length=100)
    target_pk = models.CharField(max_length=36)
    cause = models.CharField(max_length=11, choices=Cause.choices)
    since = models.DateTimeField(db_index=True)
    # Whether those who are responsible were written to, if they want that.
    announced = models.BooleanField(default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions: ClassVar[tuple[str, ...]] = ()
        constraints = [
            models.UniqueConstraint(fields=["group", "locale"], name="orphan_once_per_language")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def language(self) -> str:
        return str(self.locale.get_display_name())


class Notification(OutboxItem):
    """An e-mail to one person; its row is deleted when it is sent.

    It is about a submission; or else about what happened after `since`, up to `until`: sources that
    changed, translations whose source is no longer public, or what is to be sent for translation.
    """

    class Kind(models.TextChoices):
        # The stored value is older than the name.
        SUBMISSION = "batch"
        CHANGES = "changes"
        ORPHANS = "orphans"
        UNSENT = "unsent"

    kind = models.CharField(max_length=7, choices=Kind.choices, default=Kind.CHANGES)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    submission = models.ForeignKey(
        Submission, null=True, on_delete=models.CASCADE, related_name="+"
    )
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions: ClassVar[tuple[str, ...]] = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user", "submission"], name="one_notification_of_a_submission"
            ),
            models.UniqueConstraint(
                fields=["user", "kind"],
                condition=models.Q(submission=None),
                name="one_notification_of_each_kind",
            ),
        ]
        indexes = [models.Index(fields=["next_attempt_at"], name="notification_due")]

    def __str__(self) -> str:
        return str(self.pk)


class DigestCheckpoint(models.Model):
    """The one row that says up to which moment changes were gathered."""

    collected_until = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions: ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        return str(self.collected_until)
