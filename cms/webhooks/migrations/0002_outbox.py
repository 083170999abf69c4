"""Give deliveries the columns of every outbox."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("webhooks", "0001_endpoints_and_deliveries"),
    ]

    operations = [
        migrations.RemoveIndex("delivery", "delivery_due"),
        migrations.RenameField("delivery", "due", "next_attempt_at"),
        migrations.RenameField("delivery", "claimed_until", "leased_until"),
        migrations.RenameField("delivery", "status", "last_status"),
        migrations.RenameField("delivery", "words", "last_answer"),
        migrations.AlterField(
            "delivery",
            "next_attempt_at",
            models.DateTimeField(null=True, verbose_name="next attempt"),
        ),
        migrations.AlterField(
            "delivery",
            "attempts",
            models.PositiveIntegerField(default=0, verbose_name="attempts that failed"),
        ),
        migrations.AlterField(
            "delivery", "last_answer", models.CharField(blank=True, max_length=250)
        ),
        migrations.AddIndex(
            "delivery",
            models.Index(fields=["endpoint", "state", "next_attempt_at"], name="delivery_due"),
        ),
    ]
