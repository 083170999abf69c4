"""Gives translators and reviewers the snippets of their language."""

from django.db import migrations

from cms.permissions.roles import ensure_roles


def give_roles(apps, schema_editor):
    for home in apps.get_model("wagtailcore", "Page").objects.filter(depth=2):
        if apps.get_model("wagtailcore", "Locale").objects.filter(language_code=home.slug).exists():
            ensure_roles(apps, home.slug)


class Migration(migrations.Migration):
    dependencies = [("backoffice", "0001_roles")]

    operations = [migrations.RunPython(give_roles, migrations.RunPython.noop)]
