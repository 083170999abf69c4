"""Names the site as the back office does: without a name Wagtail greets people with its host.

A name that somebody has given stays.
"""

from django.conf import settings
from django.db import migrations


def name_site(apps, schema_editor):
    sites = apps.get_model("wagtailcore", "Site").objects.filter(site_name="")
    sites.update(site_name=settings.WAGTAIL_SITE_NAME)


class Migration(migrations.Migration):
    dependencies = [("home", "0002_home_pages")]
    operations = [migrations.RunPython(name_site, migrations.RunPython.noop)]
