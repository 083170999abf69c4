"""Name a column in the terms of the glossary; no row changes."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("webhooks", "0002_outbox"),
    ]

    operations = [
        migrations.AlterModelOptions(name="delivery", options={}),
        migrations.RenameField("delivery", "owed_at", "enqueued_at"),
        migrations.AlterModelOptions(
            name="delivery", options={"ordering": ("-enqueued_at", "-pk")}
        ),
    ]
