"""Give letters the columns of every outbox."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("translation_jobs", "0005_requests"),
    ]

    operations = [
        migrations.RenameField("letter", "due_at", "next_attempt_at"),
        migrations.AlterField(
            "letter",
            "next_attempt_at",
            models.DateTimeField(null=True, verbose_name="next attempt"),
        ),
        migrations.AddIndex("letter", models.Index(fields=["next_attempt_at"], name="letter_due")),
        migrations.AddField("letter", "leased_until", models.DateTimeField(null=True)),
        migrations.AddField(
            "letter",
            "attempts",
            models.PositiveIntegerField(default=0, verbose_name="attempts that failed"),
        ),
        migrations.AddField(
            "letter", "last_status", models.PositiveSmallIntegerField(null=True)
        ),
        migrations.AddField("letter", "last_answer", models.CharField(blank=True, max_length=250)),
    ]
