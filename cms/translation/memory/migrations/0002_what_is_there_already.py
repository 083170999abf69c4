from hashlib import sha256

from django.db import migrations

ROWS = 500


def remember(apps, schema_editor):
    """Take in the translations that were made before there was a memory."""
    Unit = apps.get_model('translation_memory', 'Unit')
    rows = apps.get_model('wagtail_localize', 'StringTranslation').objects.order_by('pk')
    found = rows.select_related('translation_of__locale', 'locale', 'context').iterator(ROWS)
    units = (
        Unit(
            source_language=row.translation_of.locale.language_code,
            target_language=row.locale.language_code,
            source=row.translation_of.data,
            source_digest=sha256(row.translation_of.data.encode()).hexdigest(),
            translation=row.data,
            translation_key=row.context.object_id if row.context else None,
            path=row.context.path if row.context else '',
            kind=row.translation_type or 'manual',
            translator_id=row.last_translated_by_id,
            made_at=row.updated_at,
            has_error=row.has_error,
        )
        for row in found
    )
    Unit.objects.bulk_create(units, batch_size=ROWS)


class Migration(migrations.Migration):

    dependencies = [
        ('translation_memory', '0001_units'),
        ('wagtail_localize', '0016_rename_page_revision_translationlog_revision'),
    ]

    operations = [
        migrations.RunPython(remember, migrations.RunPython.noop),
    ]
