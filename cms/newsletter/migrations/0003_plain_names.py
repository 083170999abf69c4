"""Name tables and columns in the terms of the glossary; no row changes."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("mailing", "0002_outbox"),
    ]

    operations = [
        migrations.RemoveIndex("subscription", "subscription_link_owed"),
        migrations.RemoveIndex("subscription", "subscription_unconfirmed"),
        migrations.RenameModel("Bookmark", "AnnouncementCheckpoint"),
        migrations.RenameField("announcement", "appeared_at", "published_at"),
        migrations.RenameField("subscription", "asked_at", "requested_at"),
        migrations.RenameField("subscription", "link_owed", "link_pending"),
        migrations.RenameField("subscription", "link_asked_at", "link_requested_at"),
        migrations.AlterModelOptions(
            name="subscription",
            options={
                "default_permissions": ("view", "delete"),
                "ordering": ("-requested_at", "pk"),
                "verbose_name": "e-mail subscription",
                "verbose_name_plural": "e-mail subscriptions",
            },
        ),
        migrations.AddIndex(
            "subscription",
            models.Index(
                condition=models.Q(("confirmed_at", None)),
                fields=["requested_at"],
                name="subscription_unconfirmed",
            ),
        ),
        migrations.AddIndex(
            "subscription",
            models.Index(
                condition=models.Q(("link_pending", True)),
                fields=["next_attempt_at"],
                name="subscription_link_pending",
            ),
        ),
    ]
