"""Keep the sort keys of the categories' titles."""

from typing import Any

from django.db import migrations

from cms.collation.keys import make_title_key


def keep_keys(apps: Any, schema_editor: Any) -> None:
    keys = apps.get_model("collation.TitleKey")
    categories = apps.get_model("news.NewsCategory").objects.values_list("pk", "title")
    keys.objects.bulk_create(
        keys(model="news.newscategory", object_id=pk, key=make_title_key(title))
        for pk, title in categories.iterator()
    )


class Migration(migrations.Migration):
    dependencies = [
        ("collation", "0001_title_keys"),
        ("news", "0003_lead_picture_may_be_decoration"),
    ]

    operations = [migrations.RunPython(keep_keys, migrations.RunPython.noop)]
