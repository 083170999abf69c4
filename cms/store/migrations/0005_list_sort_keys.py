"""Give list memberships their sort keys and indexes, and make the lists of what fills in for
missing translations.

Existing rows are filled here, so an upgraded installation answers right from its first request.
The statements are portable SQL: row by row, 100,000 entries would take many minutes.
"""

from datetime import UTC, datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

UNDATED = datetime(1, 1, 1, tzinfo=UTC)

# A membership is unique by now; what a fault may have left doubled must not stop the upgrade.
DROP_DUPLICATES = """
    DELETE FROM store_facet WHERE id NOT IN (
        SELECT MIN(id) FROM store_facet GROUP BY entry_id, name
    )
"""
FILL = """
    UPDATE store_facet SET
        published_at = COALESCE(published_at, %s),
        title_key = (SELECT substr(e.title_key, 1, 512) FROM store_entry e WHERE e.id = entry_id),
        updated_at = (SELECT e.updated_at FROM store_entry e WHERE e.id = entry_id)
"""
ADD_MEMBERSHIPS = """
    INSERT INTO store_facet (entry_id, name, locale, published_at, position, title_key, updated_at)
    SELECT f.entry_id, f.name || %s, f.locale, f.published_at, f.position, f.title_key, f.updated_at
    FROM store_facet f JOIN store_entry e ON e.id = f.entry_id
    WHERE f.name NOT LIKE '%% without %%' AND NOT EXISTS (
        SELECT 1 FROM store_entry t WHERE t."group" = e."group" AND t.locale = %s AND t.live
    )
"""
# The number of such a list is that of the list whose part it is.
ADD_LISTS = """
    INSERT INTO store_listing (name, locale, count, sequence, modified_at, updated_at)
    SELECT l.name || %s, l.locale, COUNT(*), l.sequence, l.modified_at, l.updated_at
    FROM store_listing l JOIN store_facet f ON f.name = l.name || %s AND f.locale = l.locale
    GROUP BY l.id, l.name, l.locale, l.sequence, l.modified_at, l.updated_at
"""


def drop_duplicates(apps, schema_editor):
    schema_editor.execute(DROP_DUPLICATES)


def fill_sort_keys(apps, schema_editor):
    undated = schema_editor.connection.ops.adapt_datetimefield_value(UNDATED)
    schema_editor.execute(FILL, [undated])


def add_untranslated_lists(apps, schema_editor):
    for code, _ in settings.LANGUAGES:
        suffix = f" without {code}"
        schema_editor.execute(ADD_MEMBERSHIPS, [suffix, code])
        schema_editor.execute(ADD_LISTS, [suffix, suffix])


def remove_untranslated_lists(apps, schema_editor):
    for table in ("store_facet", "store_listing"):
        schema_editor.execute(f"DELETE FROM {table} WHERE name LIKE %s", ["% without %"])


class Migration(migrations.Migration):

    dependencies = [
        ("store", "0004_updated_lists"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="facet", name="facet_newest"),
        migrations.RemoveIndex(model_name="facet", name="facet_tree"),
        migrations.RemoveIndex(model_name="facet", name="facet_all_newest"),
        migrations.AddField(
            model_name="facet", name="title_key", field=models.BinaryField(null=True)
        ),
        migrations.AddField(
            model_name="facet", name="updated_at", field=models.DateTimeField(null=True)
        ),
        migrations.RunPython(drop_duplicates, migrations.RunPython.noop),
        migrations.RunPython(fill_sort_keys, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="facet",
            name="published_at",
            field=models.DateTimeField(default=UNDATED),
        ),
        migrations.AlterField(
            model_name="facet", name="title_key", field=models.BinaryField(default=b"")
        ),
        migrations.AlterField(
            model_name="facet",
            name="updated_at",
            field=models.DateTimeField(default=UNDATED),
        ),
        migrations.AlterField(
            model_name="facet",
            name="entry",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="facets",
                to="store.entry",
            ),
        ),
        # Before the indexes: SQLite makes the table anew for it.
        migrations.AddConstraint(
            model_name="facet",
            constraint=models.UniqueConstraint(fields=("entry", "name"), name="facet_once"),
        ),
        migrations.AddIndex(
            model_name="facet",
            index=models.Index(
                fields=["name", "locale", "-published_at", "position", "entry"],
                name="facet_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="facet",
            index=models.Index(fields=["name", "locale", "position", "entry"], name="facet_tree"),
        ),
        migrations.AddIndex(
            model_name="facet",
            index=models.Index(fields=["name", "locale", "title_key", "entry"], name="facet_title"),
        ),
        migrations.AddIndex(
            model_name="facet",
            index=models.Index(
                fields=["name", "locale", "updated_at", "entry"], name="facet_updated"
            ),
        ),
        migrations.RemoveIndex(model_name="entry", name="entry_slug"),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["slug", "type"], name="entry_slug"),
        ),
        # Last: PostgreSQL alters no table to which rows were added in the same transaction.
        migrations.RunPython(add_untranslated_lists, remove_untranslated_lists),
    ]
