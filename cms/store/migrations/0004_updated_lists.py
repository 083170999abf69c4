from django.db import migrations, models
from django.db.models import F


def begin_with_the_last_change(apps, schema_editor):
    apps.get_model("store", "Listing").objects.update(updated_at=F("modified_at"))


class Migration(migrations.Migration):

    dependencies = [
        ("store", "0003_lists"),
    ]

    operations = [
        migrations.AddField(
            model_name="listing",
            name="updated_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(begin_with_the_last_change, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="listing",
            name="updated_at",
            field=models.DateTimeField(),
        ),
    ]
