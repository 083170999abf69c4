"""Keep the sort keys of the titles of all pages, pictures and documents."""

from typing import Any

from django.db import migrations, models

from cms.collation.keys import MAX_LENGTH, make_title_key

TITLED = {
    "wagtailcore.Page": "draft_title",
    "wagtailimages.Image": "title",
    "wagtaildocs.Document": "title",
}
ROWS = 500


def keep_keys(apps: Any, schema_editor: Any) -> None:
    keys = apps.get_model("collation.TitleKey")
    for name, field in TITLED.items():
        model = apps.get_model(name)
        rows = [
            keys(model=model._meta.label_lower, object_id=pk, key=make_title_key(title))
            for pk, title in model.objects.values_list("pk", field).iterator()
        ]
        keys.objects.bulk_create(rows, batch_size=ROWS)


class Migration(migrations.Migration):
    dependencies = [
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        # Its text is composed by then.
        ("backoffice", "0005_composed_text"),
    ]

    operations = [
        migrations.CreateModel(
            name="TitleKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("model", models.CharField(max_length=100)),
                ("object_id", models.BigIntegerField()),
                ("key", models.BinaryField(max_length=MAX_LENGTH)),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("model", "object_id"), name="title_key_once")
                ],
            },
        ),
        migrations.RunPython(keep_keys, migrations.RunPython.noop),
    ]
