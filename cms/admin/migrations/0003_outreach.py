"""Lets administrators see to webhooks, subscribers by mail and what the hub is told."""

from django.db import migrations

from cms.permissions.roles import ensure_every_role


class Migration(migrations.Migration):
    dependencies = [("backoffice", "0002_snippets_of_each_language")]

    operations = [migrations.RunPython(ensure_every_role, migrations.RunPython.noop)]
