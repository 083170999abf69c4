"""The order in which an installation is filled."""

import sys
from datetime import UTC, datetime

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, transaction

from tests.upgrade.filling import library, pages, people, readers, translations
from tests.upgrade.outside import Outside

# The tables in which a fixture has no row, and why.
EMPTY = {
    "auth_user_user_permissions": "rights are given to groups",
    "django_session": "emptied: sessions end by themselves",
    "store_pendingchange": "the worker has drained it",
    "wagtail_localize_localesynchronization": "the product does not synchronise trees",
    "wagtail_localize_relatedobjectsegment": "no translated field names a translatable object",
    "wagtailadmin_admin": "a table without columns, for a permission alone",
    "wagtailadmin_editingsession": "emptied: an editor that is open somewhere",
    "wagtailadmin_formstate": "emptied: a form that is open somewhere",
    "wagtailcore_groupsitepermission": "sites have no settings of their own",
    "wagtailcore_uploadedfile": "exists for the moment between two forms",
    "wagtailcore_workflowcontenttype": "snippets have no workflows",
    "wagtailembeds_embed": "nothing is embedded",
}


def fill(world: Outside) -> None:
    call_command("add_language", "de")
    for step in (
        people.fill, library.fill, pages.fill, translations.fill, pages.preview_links,
    ):  # fmt: skip
        _say(f"{step.__module__}.{step.__name__}")
        step()
    for told in (readers.subscribe, readers.hooks, readers.publish_to_them):
        _say(f"{told.__module__}.{told.__name__}")
        told(world)
    _say("what is left to be done")
    translations.send_section()
    readers.leave_undone()
    _end_what_is_open()
    _require_rows_everywhere()


def _end_what_is_open() -> None:
    for label in ("sessions.Session", "wagtailadmin.EditingSession", "wagtailadmin.FormState"):
        apps.get_model(label).objects.all().delete()
    # Logging in again is part of the test.
    get_user_model().objects.update(last_login=datetime(2026, 1, 1, tzinfo=UTC))


def _require_rows_everywhere() -> None:
    """Raise RuntimeError where a table is empty that is not named as such: it was forgotten."""
    with transaction.atomic(), connection.cursor() as cursor:
        tables = connection.introspection.django_table_names(only_existing=True)
        empty = []
        for table in sorted(tables):
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
            if not cursor.fetchone()[0]:
                empty.append(table)
    if forgotten := set(empty) - set(EMPTY):
        raise RuntimeError(f"Tables without a row: {', '.join(sorted(forgotten))}")


def _say(what: str) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()
