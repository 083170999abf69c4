"""Jobs to hand off: made up without a database, and real ones."""

from typing import Any

from wagtail.models import Locale
from wagtail_localize.models import (
    String,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationContext,
    TranslationSource,
)

from cms.store.flush import publish_transaction
from cms.translation.files import formats, inline_markup, validation
from cms.translation.files.file_units import FileJob, FileUnit
from tests import factories


def made_up(*texts: tuple[str, str]) -> FileJob:
    """A job of pairs of a source and its translation, or "" for none, that no database knows."""
    row = Translation(
        source=TranslationSource(object_repr="Първа копка", locale=Locale(language_code="bg")),
        target_locale=Locale(language_code="en"),
    )
    units = {}
    for number, (source, target) in enumerate(texts):
        unit = FileUnit(
            path=f"body.{number}",
            note="Основен текст",
            source=inline_markup.parse_stored(source),
            segment=StringSegment(string=String(data=source), context=TranslationContext()),
            target=inline_markup.parse_stored(target),
            is_done=bool(target),
        )
        units[unit.id] = unit
    return FileJob(row, list(units.values()))


def sent_back(job: FileJob, data: bytes) -> dict[str, str]:
    """What a file would change of the job, by source; fails where anything is wrong with it."""
    (returned,) = formats.read_file(data, "file")
    changes, problems = validation.compare_with_job(returned, job)
    assert not problems, problems
    return {inline_markup.to_html(change.unit.source): change.text for change in changes}


BODY = (
    "<p>Клъстерът <b>расте</b> и <i>работи</i> с "
    '<a href="https://example.org/">партньори</a>.</p><p>Второ &amp; последно</p>'
)


def sent(thing: Any, code: str = "en") -> Translation:
    """Send something for translation; nothing of it is translated."""
    with publish_transaction():
        source, _ = TranslationSource.update_or_create_from_instance(thing)
        job = Translation.objects.create(source=source, target_locale=factories.locale(code))
        job.save_target(publish=False)
    return job


def article_sent(**fields: Any) -> Translation:
    """An article that is sent into English, below the news, which are translated."""
    factories.translate(factories.home(), {})
    factories.translate(factories.news_index(), {"Новини": "News"})
    fields = {"title": "Първа копка", "summary": "Кратко", "body": [("text", BODY)]} | fields
    return sent(factories.article(**fields))


def translated(job: Translation) -> dict[str, str]:
    """What is translated of the job's page, by source."""
    rows = StringTranslation.objects.filter(
        context__object_id=job.source.object_id, locale=job.target_locale
    )
    return dict(rows.values_list("translation_of__data", "data"))
