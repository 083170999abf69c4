"""Whatever is sent: it is refused in plain words, nothing is applied, and nothing breaks."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker
from wagtail_localize.models import Translation

from cms.store.flush import publish_transaction
from cms.translation.files import file_units, formats, importer, po, validation
from cms.translation.files.formats import FORMATS
from cms.translation.files.problems import RefusedError
from tests import factories
from tests.translation.files.hostile import HOSTILE
from tests.translation.files.world import article_sent, made_up, sent, translated
from tests.translation.jobs.steps import person

pytestmark = [pytest.mark.once, pytest.mark.django_db]

ENGLISH = {
    "title": "First sod",
    "summary": "In short",
}
MARKED = 'The cluster <b>grows</b> and <i>works</i> with <a id="a1">partners</a>.'


@pytest.fixture(scope="module")
def job(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Translation]:
    """An article that is translated but for one segment."""
    with django_db_blocker.unblock(), transaction.atomic():
        job = article_sent()
        _translate(job)
        sent(factories.article(title="Друга"))
        yield job
        transaction.set_rollback(True)


def _translate(job: Translation) -> None:
    (loaded,) = file_units.load_file_jobs([job])
    texts = [ENGLISH.get(unit.path, MARKED) for unit in loaded.units[:3]]
    changes = [
        validation.Change(job, unit, text, "PO")
        for unit, text in zip(loaded.units, texts, strict=False)
    ]
    with publish_transaction():
        importer.apply_changes(changes, None)


@pytest.fixture(scope="module")
def good(job: Translation) -> dict[str, bytes]:
    """The files as they come from a translator who has changed a word of each segment."""
    (loaded,) = file_units.load_file_jobs([job])
    files = {name: form.write([loaded]) for name, form in FORMATS.items()}
    other = Translation.objects.exclude(pk=job.pk).get(source__object_repr="Друга")
    files["other"] = po.write(file_units.load_file_jobs([other]))
    for name in FORMATS:
        files[name] = files[name].replace(b"First sod", b"First sod!").replace(b"cluster", b"group")
    return files | {"uuid": str(job.uuid).encode()}


@pytest.fixture
def translator(client: Client) -> Client:
    """As everywhere, but told in English: that is what is compared here."""
    client.force_login(person("translator", "Преводачи (en)", language="en"))
    return client


def upload(client: Client, job: Translation, *files: bytes) -> Any:
    data = [SimpleUploadedFile(f"file {number}.po", file) for number, file in enumerate(files)]
    return client.post(reverse("exchange:job", args=[job.pk]), {"file": data})


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused(
    translator: Client, job: Translation, good: dict[str, bytes], name: str
) -> None:
    make, says = HOSTILE[name]
    before = translated(job)
    answer = upload(translator, job, *make(good))
    text = answer.content.decode()
    assert answer.status_code == 422
    problems = text.partition("Nothing was taken over.")[2].partition("</ul>")[0]
    assert says in problems
    assert translated(job) == before


@pytest.mark.parametrize("form", FORMATS)
def test_the_good_files_are_good(
    translator: Client, job: Translation, good: dict[str, bytes], form: str
) -> None:
    """What the others are made of."""
    assert upload(translator, job, good[form]).status_code == 302
    assert set(translated(job).values()) >= {"First sod!", MARKED.replace("cluster", "group")}


def test_a_segment_says_which_it_is(
    translator: Client, job: Translation, good: dict[str, bytes]
) -> None:
    data = good["pofile"].replace(b"<b>grows</b>", b"grows")
    problem = upload(translator, job, data).context["problems"][0]
    assert problem.segment == "Клъстерът расте и работи с партньори."
    assert problem.file == "file 0.po"


MADE_UP = made_up(("Едно <b>две</b>", "One <b>two</b>"), ("Три", ""))
WHOLE = [form.write([MADE_UP]) for form in FORMATS.values()]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A good file with a few bytes of it lost, doubled or replaced."""
    data = draw(st.sampled_from(WHOLE))
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        piece = draw(st.sampled_from([b"", data[start:end] * 2, b'"', b"<", b"\\", b"\x00", b"\n"]))
        data = data[:start] + piece + data[end:]
    return data


@given(damaged() | st.binary() | st.text().map(str.encode))
def test_no_damage_raises_anything_else(data: bytes) -> None:
    with suppress(RefusedError):
        for returned in formats.read_file(data, "file"):
            validation.compare_with_job(returned, MADE_UP)
