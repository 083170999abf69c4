"""Importing redirects: what spreadsheet programs save is read, whatever their settings."""

from io import BytesIO
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect

from cms.admin.redirect_files import CSV, TSV, XLSX
from tests import factories as make
from tests.admin_client import Office, administrator

COMMAS = "from,to\r\n/старо/,https://example.org/\r\n"


def workbook(*rows: tuple[Any, ...]) -> bytes:
    book, file = openpyxl.Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


@pytest.mark.once
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1251", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("format", [CSV, TSV])
def test_file_of_a_spreadsheet_program_is_read(
    encoding: str, delimiter: str, format: type[CSV]
) -> None:
    found = format().create_dataset(COMMAS.replace(",", delimiter).encode(encoding))
    assert (found.headers, list(found)) == (["from", "to"], [["/старо/", "https://example.org/"]])


@pytest.mark.once
@pytest.mark.parametrize(
    ("format", "data"),
    [
        (CSV, b'from,to\n\n"/a,1/",/b/\n,\n/c/\n'),
        (XLSX, workbook(("from", "to"), (None, None), ("/a,1/", "/b/"), ("/c/", None))),
    ],
    # A workbook holds the second it was made in: each process would have names of its own.
    ids=["CSV", "XLSX"],
)
def test_empty_rows_are_left_out_and_short_ones_filled_up(format: Any, data: bytes) -> None:
    found = format().create_dataset(data)
    assert (found.headers, list(found)) == (["from", "to"], [["/a,1/", "/b/"], ["/c/", ""]])


@pytest.mark.once
@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_empty_file_has_no_columns(data: bytes) -> None:
    assert CSV().create_dataset(data).headers == []


@pytest.mark.django_db
def test_redirects_are_imported_from_what_excel_saves_in_bulgarian() -> None:
    office, address = Office(administrator()), reverse("wagtailredirects:start_import")
    make.home()
    data = COMMAS.replace(",", ";").encode("windows-1251") + b"\r\n"
    answer = office.post(address, {"import_file": SimpleUploadedFile("redirects.csv", data)})
    shown = BeautifulSoup(answer.content, "html.parser")
    hidden = {
        str(each["name"]): each["value"] for each in shown.select("form input[type=hidden][value]")
    }
    chosen = {"from_index": "0", "to_index": "1", "permanent": "on", "site": ""}
    answer = office.post(reverse("wagtailredirects:process_import"), hidden | chosen)
    assert answer.status_code == 302, answer.content.decode()
    assert Redirect.objects.get().old_path == "/старо"
