"""Gives the first two languages their groups and reviews, in place of Wagtail's defaults."""

from django.conf import settings
from django.db import migrations

from cms.permissions.roles import ensure_roles


def give_roles(apps, schema_editor):
    for language_code in ("bg", "en"):
        ensure_roles(apps, language_code)


def remove_defaults(apps, schema_editor):
    """Remove the groups and the workflow that Wagtail brings, where nobody uses them yet."""
    groups = apps.get_model("auth", "Group").objects.filter(name__in=("Editors", "Moderators"))
    workflows = apps.get_model("wagtailcore", "Workflow").objects.filter(name="Moderators approval")
    states = apps.get_model("wagtailcore", "WorkflowState").objects.filter(workflow__in=workflows)
    if groups.filter(user__isnull=False).exists() or states.exists():
        return
    workflows.delete()
    tasks = apps.get_model("wagtailcore", "GroupApprovalTask").objects
    tasks.filter(name="Moderators approval").delete()
    groups.delete()


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("home", "0002_home_pages"),
        ("members", "0001_initial"),
        ("news", "0001_initial"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    operations = [
        migrations.RunPython(give_roles, migrations.RunPython.noop),
        migrations.RunPython(remove_defaults, migrations.RunPython.noop),
    ]
