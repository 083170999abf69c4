"""Give subscriptions the columns of every outbox."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("mailing", "0001_subscriptions"),
    ]

    operations = [
        migrations.RemoveIndex("subscription", "subscription_link_owed"),
        migrations.RenameField("subscription", "due_at", "next_attempt_at"),
        migrations.AlterField(
            "subscription",
            "next_attempt_at",
            models.DateTimeField(null=True, verbose_name="next attempt"),
        ),
        migrations.AddField("subscription", "leased_until", models.DateTimeField(null=True)),
        migrations.AddField(
            "subscription",
            "attempts",
            models.PositiveIntegerField(default=0, verbose_name="attempts that failed"),
        ),
        migrations.AddField(
            "subscription", "last_status", models.PositiveSmallIntegerField(null=True)
        ),
        migrations.AddField(
            "subscription", "last_answer", models.CharField(blank=True, max_length=250)
        ),
        migrations.AddIndex(
            "subscription",
            models.Index(
                condition=models.Q(("link_owed", True)),
                fields=["next_attempt_at"],
                name="subscription_link_owed",
            ),
        ),
    ]
