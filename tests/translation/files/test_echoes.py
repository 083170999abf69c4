"""A file that comes back late sets nothing back that was corrected meanwhile."""

import re
from typing import Any

import pytest
from django.test import Client
from wagtail_localize.models import StringTranslation, Translation

from cms.store.flush import publish_transaction
from cms.translation.files import file_units, importer, validation
from cms.translation.files.formats import FORMATS
from cms.translation.files.stale_targets import drop_stale_targets
from tests.translation.files.file_edits import ENGLISH, download, fill, upload
from tests.translation.files.world import article_sent, translated

pytestmark = pytest.mark.once


def correct(job: Translation, source: str, text: str, kind: str = "manual") -> None:
    """Somebody writes something else in the editor, in the place of what is there."""
    with publish_transaction():
        row = StringTranslation.objects.get(translation_of__data=source, locale=job.target_locale)
        row.data, row.translation_type = text, kind
        row.save()


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_sets_back_what_was_corrected_meanwhile(translator: Client, form: str) -> None:
    job = article_sent()
    upload(translator, job, fill(download(translator, job, form), form))
    file = download(translator, job, form).replace(b"In short", b"Briefly")
    correct(job, "Първа копка", "Ground is broken")
    correct(job, "Второ &amp; последно", "The second &amp; last")
    for outcome in ("Приет е 1 откъс.", "Във файла нямаше нищо ново."):
        answer = upload(translator, job, file).content.decode()
        assert f"{outcome} 2 откъса са оставени, както са: междувременно са променени" in answer
        assert translated(job) == {
            "Първа копка": "Ground is broken",
            "Кратко": "Briefly",
            "Второ &amp; последно": "The second &amp; last",
        }


def test_what_a_file_brought_is_brought_again_over_its_correction(translator: Client) -> None:
    """Whoever sends it a second time has not seen it."""
    job = article_sent()
    file = fill(download(translator, job, "xliff20"), "xliff20")
    upload(translator, job, file)
    # As the panel never writes it.
    correct(job, "Кратко", "In  short\n")
    correct(job, "Кратко", "Briefly")
    answer = upload(translator, job, file.replace(b"In short", b"In  short"))
    assert "1 откъс е оставен, както е" in answer.content.decode()
    assert translated(job)["Кратко"] == "Briefly"


@pytest.mark.parametrize("form", FORMATS)
def test_earlier_words_are_taken_for_an_echo_in_a_file_that_had_the_newer(
    translator: Client, form: str
) -> None:
    """Somebody has thought better of it."""
    job = article_sent()
    upload(translator, job, fill(download(translator, job, form), form))
    correct(job, "Кратко", "Briefly")
    file = download(translator, job, form).replace(b"Briefly", b"In short")
    assert "Приет е 1 откъс." in upload(translator, job, file).content.decode()
    assert translated(job) == ENGLISH
    correct(job, "Кратко", "Briefly")
    for moment in ("", "yesterday", "2999-01-01", "0001-01-01T00:00+14:00"):
        other = re.sub(r"[\d-]{10}T[\d:.]+\+00:00", moment, file.decode())
        assert other != file.decode(), "it says when it was handed out"
        upload(translator, job, other.encode())
        assert translated(job)["Кратко"] == "Briefly"


def test_earlier_words_are_taken_for_an_echo_where_nobody_stands_by_the_newer(
    translator: Client,
) -> None:
    job = article_sent()
    file = fill(download(translator, job, "pofile"), "pofile")
    upload(translator, job, file)
    correct(job, "Кратко", "Brief", kind="machine")
    StringTranslation.objects.get(data="First sod").delete()
    answer = upload(translator, job, file).content.decode()
    assert "Приети са 2 откъса." in answer
    assert "оставен" not in answer
    assert translated(job) == ENGLISH


def test_what_was_said_at_another_place_is_an_echo(db: None) -> None:
    """The same words for the same text, in another field."""
    job = article_sent(summary="Първа копка")

    def changes(*texts: str) -> list[validation.Change]:
        (loaded,) = file_units.load_file_jobs([job])
        pairs = zip(loaded.units, texts, strict=False)
        return [validation.Change(job, unit, text, "PO") for unit, text in pairs]

    with publish_transaction():
        importer.apply_changes(changes("First sod"), None)
        importer.apply_changes(changes("Sod", "Sod"), None)
    left = drop_stale_targets(changes("First sod", "First sod"))
    assert [change.unit.path for change in left] == ["summary"]


def test_echoes_take_a_query_each(translator: Client, django_assert_num_queries: Any) -> None:
    job = article_sent()
    upload(translator, job, fill(download(translator, job, "pofile"), "pofile"))
    loaded = [unit for unit in file_units.load_file_jobs([job])[0].units if unit.is_done]
    for number in (1, 3):
        changes = [validation.Change(job, unit, "Another", "PO") for unit in loaded[:number]]
        with django_assert_num_queries(1):
            assert drop_stale_targets(changes) == changes
