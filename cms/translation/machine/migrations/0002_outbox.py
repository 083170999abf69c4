"""Give drafts the columns of every outbox."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("machine_translation", "0001_drafts"),
    ]

    operations = [
        migrations.RenameField("draft", "due", "next_attempt_at"),
        migrations.RenameField("draft", "claimed_until", "leased_until"),
        migrations.RenameField("draft", "status", "last_status"),
        migrations.RenameField("draft", "words", "last_answer"),
        migrations.AlterField(
            "draft",
            "next_attempt_at",
            models.DateTimeField(null=True, verbose_name="next attempt"),
        ),
        migrations.AddIndex("draft", models.Index(fields=["next_attempt_at"], name="draft_due")),
        migrations.AlterField(
            "draft",
            "attempts",
            models.PositiveIntegerField(default=0, verbose_name="attempts that failed"),
        ),
    ]
