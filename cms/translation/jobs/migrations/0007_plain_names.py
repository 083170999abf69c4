"""Name tables and columns in the terms of the glossary; no row changes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("translation_jobs", "0006_outbox"),
    ]

    operations = [
        migrations.RemoveConstraint("assignment", "assigned_once_per_language"),
        migrations.RemoveConstraint("letter", "one_letter_for_a_batch"),
        migrations.RemoveConstraint("letter", "one_letter_of_each_kind"),
        migrations.RenameModel("Batch", "Submission"),
        migrations.RenameModel("Parcel", "QueuedPage"),
        migrations.RenameModel("Letter", "Notification"),
        migrations.RenameModel("Bookmark", "DigestCheckpoint"),
        migrations.RenameModel("Preference", "NotificationPreference"),
        migrations.RenameField("assignment", "batch", "submission"),
        migrations.RenameField("queuedpage", "batch", "submission"),
        migrations.RenameField("job", "batch", "submission"),
        migrations.RenameField("notification", "batch", "submission"),
        migrations.RenameField("digestcheckpoint", "moment", "collected_until"),
        migrations.RenameField("notificationpreference", "batches", "submissions"),
        migrations.RenameIndex("notification", new_name="notification_due", old_name="letter_due"),
        migrations.AlterField(
            "queuedpage",
            "submission",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="queued_pages",
                to="translation_jobs.submission",
            ),
        ),
        migrations.AlterField(
            "notificationpreference",
            "user",
            models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notification_preference",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            "notification",
            "kind",
            models.CharField(
                choices=[
                    ("batch", "Submission"),
                    ("changes", "Changes"),
                    ("orphans", "Orphans"),
                    ("unsent", "Unsent"),
                ],
                default="changes",
                max_length=7,
            ),
        ),
        migrations.AddConstraint(
            "assignment",
            models.UniqueConstraint(
                fields=("submission", "locale"), name="assigned_once_per_language"
            ),
        ),
        migrations.AddConstraint(
            "notification",
            models.UniqueConstraint(
                fields=("user", "submission"), name="one_notification_of_a_submission"
            ),
        ),
        migrations.AddConstraint(
            "notification",
            models.UniqueConstraint(
                condition=models.Q(("submission", None)),
                fields=("user", "kind"),
                name="one_notification_of_each_kind",
            ),
        ),
    ]
