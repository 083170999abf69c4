"""Names the roots of the pages and of the collections in the language people work in.

Wagtail's own migrations call both “Root”; a name that somebody has given stays.
"""

from django.db import migrations

PAGES = "Всички страници"
COLLECTIONS = "Основна"


def name_roots(apps, schema_editor):
    pages = apps.get_model("wagtailcore", "Page").objects.filter(depth=1, title="Root")
    pages.update(title=PAGES, draft_title=PAGES)
    collections = apps.get_model("wagtailcore", "Collection").objects.filter(depth=1, name="Root")
    collections.update(name=COLLECTIONS)


class Migration(migrations.Migration):
    dependencies = [("backoffice", "0003_outreach"), ("wagtailcore", "0098_apitoken")]

    operations = [migrations.RunPython(name_roots, migrations.RunPython.noop)]
