"""Name the table and a column in the terms of the glossary; no row changes."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("translation_memory", "0002_what_is_there_already"),
    ]

    operations = [
        migrations.RenameModel("Unit", "MemoryUnit"),
        migrations.RenameField("memoryunit", "made_at", "translated_at"),
    ]
