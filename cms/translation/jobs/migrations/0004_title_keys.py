"""Sort the overview by title as every list is (cms.collation)."""

from typing import Any

from django.db import migrations, models

from cms.collation.keys import MAX_LENGTH, make_title_key


def fill_keys(apps: Any, schema_editor: Any) -> None:
    progress = apps.get_model("translation_jobs.Progress").objects
    for title in set(progress.values_list("title", flat=True)):
        progress.filter(title=title).update(title_key=make_title_key(title))


class Migration(migrations.Migration):
    dependencies = [("translation_jobs", "0003_orphans")]

    operations = [
        migrations.RemoveField("progress", "title_key"),
        migrations.AddField(
            "progress", "title_key", models.BinaryField(default=b"", max_length=MAX_LENGTH)
        ),
        migrations.RunPython(fill_keys, migrations.RunPython.noop),
    ]
