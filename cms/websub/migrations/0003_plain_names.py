"""Name tables and columns in the terms of the glossary; no row changes."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("websub", "0002_outbox"),
    ]

    operations = [
        migrations.RenameModel("Watch", "FeedCheckpoint"),
        migrations.RenameField("topic", "told_at", "accepted_at"),
    ]
