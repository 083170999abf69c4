"""What comes of a PO file that is sent back."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail_localize.models import StringTranslation

from news.models import NewsPage
from tests.admin_client import administrator
from tests.translation.failings.steps import job, send

pytestmark = pytest.mark.once

# 10: “A missing `X-WagtailLocalize-TranslationID`, an unknown charset or no file is a 500; no size
# limit.” What names a charset that there is not is read as UTF-8 there; one that it is not in, not.
# Each is a 400 by now, as every malformed request is (cms.admin.bad_requests).


@pytest.fixture
def translator(db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Client:
    """Whose browser shows an error as the world sees it."""
    # wagtail-localize leaves there what it could not read.
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    client = Client(raise_request_exception=False)
    client.force_login(administrator())
    return client


def upload(client: Client, article: NewsPage, file: bytes | None) -> int:
    """Return the answer's status."""
    address = reverse("wagtail_localize:upload_pofile", args=[job(article).pk])
    form = {} if file is None else {"file": SimpleUploadedFile("en.po", file)}
    return int(client.post(address, form).status_code)


def translated_file(article: NewsPage) -> bytes:
    po = job(article).export_po()
    po[0].msgstr = "Project 2026"
    return str(po).encode()


def without_its_number(file: bytes) -> bytes:
    return file.replace(b"X-WagtailLocalize-TranslationID", b"X-Other")


def of_another_charset(file: bytes) -> bytes:
    return file.replace(b"charset=utf-8", b"charset=utf-16")


def none(file: bytes) -> None:
    return None


@pytest.mark.parametrize("spoil", [without_its_number, of_another_charset, none])
def test_a_bad_file_is_refused(
    translator: Client,
    article: NewsPage,
    stock: bool,
    spoil: Callable[[bytes], bytes | None],
) -> None:
    send(translator, article)
    status = upload(translator, article, spoil(translated_file(article)))
    assert status == (400 if stock else 422)


def test_a_file_of_any_size_is_read(translator: Client, article: NewsPage, stock: bool) -> None:
    send(translator, article)
    padding = b"# " + b"x" * settings.MAX_TRANSLATION_FILE_SIZE
    upload(translator, article, padding + b"\n" + translated_file(article))
    assert StringTranslation.objects.filter(data="Project 2026").exists() is stock
