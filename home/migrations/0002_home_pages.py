"""The two languages, their homes and the one site, so that roles have a place to stand on.

The homes are drafts: the content loader, or an editor, publishes them.
"""

import uuid

from django.db import migrations

# Fixed, so that every installation gives its pages the same public ids.
HOME = uuid.UUID("5b1f0f4e-3a51-5d0e-9d39-6f7f3c0c2a01")


def make_homes(apps, schema_editor):
    Locale = apps.get_model("wagtailcore", "Locale")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    HomePage = apps.get_model("home", "HomePage")
    ContentType = apps.get_model("contenttypes", "ContentType")
    bg, _ = Locale.objects.get_or_create(language_code="bg")
    en, _ = Locale.objects.get_or_create(language_code="en")
    root = Page.objects.get(depth=1)
    # Wagtail's own "Welcome" page and its site.
    Site.objects.all().delete()
    Page.objects.filter(depth=2, slug="home").delete()
    root.locale = bg
    root.numchild = 2
    root.save()
    homepage, _ = ContentType.objects.get_or_create(app_label="home", model="homepage")
    homes = [
        HomePage.objects.create(
            path=f"{root.path}000{number}",
            depth=2,
            numchild=0,
            title="Начало" if locale == bg else "Home",
            draft_title="Начало" if locale == bg else "Home",
            slug=locale.language_code,
            url_path=f"/{locale.language_code}/",
            content_type=homepage,
            locale=locale,
            translation_key=HOME,
            live=False,
            has_unpublished_changes=True,
        )
        for number, locale in enumerate((bg, en), start=1)
    ]
    Site.objects.create(
        hostname="localhost", port=80, root_page_id=homes[0].pk, is_default_site=True
    )


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [migrations.RunPython(make_homes, migrations.RunPython.noop)]
