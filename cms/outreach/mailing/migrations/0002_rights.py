"""Lets administrators see who is subscribed, and erase somebody."""

from django.db import migrations

from cms.backoffice.roles import ensure_roles


def give_roles(apps, schema_editor):
    for home in apps.get_model("wagtailcore", "Page").objects.filter(depth=2):
        if apps.get_model("wagtailcore", "Locale").objects.filter(language_code=home.slug).exists():
            ensure_roles(apps, home.slug)


class Migration(migrations.Migration):
    dependencies = [
        ("mailing", "0001_subscriptions"),
        ("backoffice", "0002_snippets_of_each_language"),
    ]

    operations = [migrations.RunPython(give_roles, migrations.RunPython.noop)]
