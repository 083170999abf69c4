"""Translators download their work and send it back, through the back office's own requests."""

import zipfile
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import polib
import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail_localize.models import StringTranslation, Translation

from cms.store.flush import publish_transaction
from cms.translation.files import file_units
from cms.translation.files.formats import FORMATS
from cms.translation.memory.models import MemoryUnit
from tests import factories
from tests.translation.files.file_edits import ENGLISH, download, fill, upload
from tests.translation.files.world import article_sent, sent, translated

pytestmark = pytest.mark.once


@pytest.mark.parametrize("form", FORMATS)
def test_a_translated_file_is_taken_over(translator: Client, form: str) -> None:
    job = article_sent()
    answer = upload(translator, job, fill(download(translator, job, form), form))
    assert translated(job) == ENGLISH
    assert "Приети са 3 откъса. Остава да се преведе 1 откъс." in answer.content.decode()
    row = StringTranslation.objects.get(data="First sod")
    assert (row.tool_name, row.translation_type) == (FORMATS[form].label, "manual")
    assert row.last_translated_by.username == "translator"


@pytest.mark.parametrize("form", FORMATS)
def test_a_page_with_a_table_is_not_handed_off(translator: Client, form: str) -> None:
    table = {
        "columns": [{"type": "text", "heading": "Първа копка"}],
        "rows": [{"values": ["Кратко"]}],
        "caption": "Години",
    }
    job = article_sent(body=[("table", {"table": table, "row_headers": False})])
    file = download(translator, job, form)
    assert "ред 1, колона 1 („Първа копка“)" in file.decode()
    upload(translator, job, fill(file, form))
    rows = StringTranslation.objects.filter(context__path__contains="table")
    assert sorted(rows.values_list("data", flat=True)) == ["First sod", "In short"]


def test_wagtail_localizes_own_addresses_are_ours(translator: Client) -> None:
    job = article_sent()
    address = reverse("wagtail_localize:download_pofile", args=[job.pk])
    assert address == reverse("exchange:pofile", args=[job.pk])
    file = polib.pofile(translator.get(address).content.decode())
    assert file.metadata["X-WagtailLocalize-TranslationID"] == str(job.uuid)
    assert file.metadata["Language"] == "en"
    assert [entry.msgctxt for entry in file][:2] == ["title", "summary"]
    upload_address = reverse("wagtail_localize:upload_pofile", args=[job.pk])
    answer = translator.post(upload_address)
    assert answer.status_code == 422
    assert "Изберете файл." in answer.content.decode()


def test_what_was_there_before_is_kept_where_the_file_says_nothing(translator: Client) -> None:
    job = article_sent()
    upload(translator, job, fill(download(translator, job, "pofile"), "pofile"))
    before = StringTranslation.objects.values_list("pk", "updated_at")
    first = list(before)
    answer = upload(translator, job, download(translator, job, "xliff20"))
    assert "Във файла нямаше нищо ново." in answer.content.decode()
    assert list(before) == first


def test_every_earlier_value_is_in_the_memory(translator: Client) -> None:
    """Even where it came there without the memory's knowing."""
    job = article_sent()
    upload(translator, job, fill(download(translator, job, "pofile"), "pofile"))
    MemoryUnit.objects.all().delete()
    file = download(translator, job, "pofile").replace(b"First sod", b"Groundbreaking")
    upload(translator, job, file)
    remembered = MemoryUnit.objects.filter(source="Първа копка").order_by("pk")
    assert [unit.translation for unit in remembered] == ["First sod", "Groundbreaking"]
    assert {unit.translator.username for unit in remembered if unit.translator} == {"translator"}
    assert MemoryUnit.objects.count() == len(remembered), "what has not changed is said again"


def test_one_wrong_segment_and_nothing_is_applied(translator: Client) -> None:
    job = article_sent()
    file = fill(download(translator, job, "xliff12"), "xliff12").decode()
    marked = file.index("Клъстерът")
    end = file.index("</source>", marked) + len("</source>")
    file = f"{file[:end]}<target>The cluster <g id='1'>grows</g></target>{file[end:]}"
    answer = upload(translator, job, file.encode())
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Нищо не е прието." in text
    assert "Клъстерът расте и работи с партньори." in text
    assert "&lt;i&gt;, &lt;a id=&quot;a1&quot;&gt;" in text
    assert translated(job) == {}


def test_a_section_goes_out_and_comes_back(translator: Client) -> None:
    job = article_sent()
    other = sent(factories.article(title="Втора"))
    news = job.get_target_instance().get_parent()
    page = translator.get(reverse("exchange:section", args=[news.pk])).content.decode()
    assert "Първа копка" in page
    assert "Втора" in page
    assert "0 от 4 откъса" in page
    for form in FORMATS:
        address = reverse(f"exchange:section_{form}", args=[news.pk])
        file = translator.get(address)
        answer = translator.post(
            reverse("exchange:section", args=[news.pk]),
            {"file": SimpleUploadedFile("all", _filled_archive(file.content, form))},
            follow=True,
        )
        assert answer.status_code == 200, answer.content.decode()
        assert translated(job) == ENGLISH
        StringTranslation.objects.filter(locale=job.target_locale).delete()
    assert translated(other) == {}


def _filled_archive(data: bytes, form: str) -> bytes:
    if not data.startswith(b"PK"):
        return fill(data, form)
    filled = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(filled, "w") as new:
        for name in old.namelist():
            new.writestr(name, fill(old.read(name), form))
    return filled.getvalue()


def test_a_section_asks_no_more_for_more_pages(translator: Client) -> None:
    job = article_sent()
    news = job.get_target_instance().get_parent()
    address = reverse("exchange:section", args=[news.pk])
    download = reverse("exchange:section_xliff20", args=[news.pk])
    counts = []
    for _ in range(2):
        translator.get(address)
        with CaptureQueriesContext(
            connection,
        ) as page:
            translator.get(address)
        with CaptureQueriesContext(connection) as file:
            translator.get(download)
        counts.append((len(page), len(file)))
        sent(factories.article(title="Още"))
    assert counts[0] == counts[1]


def test_more_segments_take_more_queries(translator: Client) -> None:
    """But for what is written of each page, and of each batch of segments."""

    def queries(paragraphs: int) -> int:
        texts = "".join(f"<p>Абзац {number} от {paragraphs}.</p>" for number in range(paragraphs))
        job = sent(factories.article(title=f"С {paragraphs}", body=[("text", texts)]))
        file = download(translator, job, "xliff20").replace(
            b"</source>\n", b"</source><target>In English</target>"
        )
        with CaptureQueriesContext(connection) as captured:
            answer = translator.post(
                reverse("exchange:job", args=[job.pk]), {"file": SimpleUploadedFile("file", file)}
            )
        assert answer.status_code == 302, answer.content.decode()
        assert len(translated(job)) == paragraphs + 1
        return len(captured)

    article_sent()
    # The first fills what Wagtail and Django keep.
    queries(1)
    assert queries(60) == queries(5)


def test_a_machines_draft_counts_once_a_person_confirms_it(translator: Client) -> None:
    job = article_sent()
    upload(translator, job, fill(download(translator, job, "pofile"), "pofile"))
    with publish_transaction():
        row = StringTranslation.objects.get(data="First sod")
        row.translation_type = "machine"
        row.save()
    file = polib.pofile(download(translator, job, "pofile").decode())
    entry = file.find("First sod", by="msgstr")
    assert entry.fuzzy
    upload(translator, job, str(file).encode())
    row.refresh_from_db()
    assert row.translation_type == "machine"
    entry.flags.remove("fuzzy")
    upload(translator, job, str(file).encode())
    row.refresh_from_db()
    assert row.translation_type == "manual"


def test_a_changed_source_brings_its_earlier_translation_along(translator: Client) -> None:
    job = article_sent()
    upload(translator, job, fill(download(translator, job, "pofile"), "pofile"))
    old = download(translator, job, "pofile")
    page = job.source.get_source_instance()
    page.title = "Първата копка"
    page = factories.publish(page)
    with publish_transaction():
        job.source.update_from_db()
    file = polib.pofile(download(translator, job, "pofile").decode())
    entry = file.find("Първата копка")
    assert (entry.msgstr, entry.previous_msgid) == ("First sod", "Първа копка")
    assert entry.fuzzy
    for form in ("xliff12", "xliff20"):
        text = download(translator, job, form).decode()
        assert "First sod" in text
        assert "Първа копка" in text
    answer = upload(translator, job, old)
    assert answer.status_code == 422
    said = strip_tags(answer.content.decode())
    assert "„Първа копка“: Този текст вече го няма на страницата" in said


def test_who_works_in_another_language_gets_nothing(translator: Client) -> None:
    job = article_sent()
    factories.locale("de")
    get_user_model().objects.get().groups.set(Group.objects.filter(name="Редактори (bg)"))
    news = job.get_target_instance().get_parent()
    for form in FORMATS:
        for address in (
            reverse(f"exchange:{form}", args=[job.pk]),
            reverse(f"exchange:section_{form}", args=[news.pk]),
        ):
            assert translator.get(address).status_code == 302
    for address in (
        reverse("exchange:job", args=[job.pk]),
        reverse("exchange:section", args=[news.pk]),
    ):
        assert translator.post(address).status_code == 302
        assert translator.get(address).status_code == 302


def _lock(job: Translation) -> None:
    page = job.get_target_instance()
    page.locked = True
    page.save()


def _review(job: Translation) -> None:
    page = job.get_target_instance()
    page.get_workflow().start(page, get_user_model().objects.get(username="translator"))


def _schedule(job: Translation) -> None:
    revision = job.get_target_instance().save_revision()
    revision.approved_go_live_at = timezone.now() + timedelta(days=1)
    revision.save()


def _stop(job: Translation) -> None:
    job.enabled = False
    job.save()


@pytest.mark.parametrize(
    ("closing", "status"), [(_lock, 422), (_review, 422), (_schedule, 422), (_stop, 404)]
)
def test_a_page_that_is_closed_takes_nothing(
    translator: Client, closing: Callable[[Translation], None], status: int
) -> None:
    job = article_sent()
    file = fill(download(translator, job, "pofile"), "pofile")
    with publish_transaction():
        closing(job)
    assert upload(translator, job, file).status_code == status
    assert translated(job) == {}


def test_the_translators_editor_leads_here(translator: Client) -> None:
    job = article_sent()
    page = job.get_target_instance()
    html = translator.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    for form in FORMATS:
        assert reverse(f"exchange:{form}", args=[job.pk]) in html
    assert reverse("exchange:section", args=[page.pk]) in html
    assert f'action="{reverse("exchange:job", args=[job.pk])}"' in html


def test_a_snippet_is_handed_off_too(admin: Client) -> None:
    factories.translate(factories.home(), {})
    job = sent(factories.category(title="Проекти"))
    file = download(admin, job, "xliff20")
    filled = file.replace(b"</source>\n", b"</source><target>Projects</target>", 1)
    assert upload(admin, job, filled).status_code == 200
    assert translated(job) == {"Проекти": "Projects"}


def test_the_same_text_has_the_same_number_everywhere(db: None) -> None:
    """What a tool remembers by a unit's id is found again in the next file."""
    (job,) = file_units.load_file_jobs([article_sent()])
    assert job.units[0].id == file_units.unit_id("title", ("Първа копка",))
    assert job.units[0].id == "u-15f44e21-0de4-579a-bddf-42598af18b3d"
