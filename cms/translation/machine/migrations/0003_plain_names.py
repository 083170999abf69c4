"""Name a column in the terms of the glossary; no row changes."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("machine_translation", "0002_outbox"),
    ]

    operations = [
        migrations.RenameField("draft", "job", "translation"),
    ]
