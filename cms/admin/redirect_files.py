"""Files with redirects as spreadsheet programs write them, which Wagtail imports.

Excel with Bulgarian settings saves CSV with semicolons, in windows-1251. Wagtail reads commas and
UTF-8 alone, and fails on a row that is empty or too short.
"""

import csv
from collections.abc import Iterable
from io import StringIO

from cms.upstream.wagtail_admin import base_formats

DELIMITERS = ",;\t"


class CSV(base_formats.CSV):
    """Wagtail knows a format by the name of its class, which is the ending of a file's name."""

    def is_binary(self) -> bool:
        """Have the bytes, to tell their encoding."""
        return True

    def get_read_mode(self) -> str:
        return "rb"

    def create_dataset(self, data: bytes) -> base_formats.Dataset:
        text = decode(data)
        return _dataset(csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text)))


class TSV(CSV):
    """Files of this kind say by their name what is between their cells; some say it wrongly."""


class XLSX(base_formats.XLSX):
    def create_dataset(self, data: bytes) -> base_formats.Dataset:
        found = super().create_dataset(data)
        return _dataset([found.headers, *found])


def register() -> None:
    """Have these in the place of Wagtail's formats, in whose order a form names them."""
    own = {format_class.__name__: format_class for format_class in (CSV, XLSX, TSV)}
    base_formats.DEFAULT_FORMATS[:] = [
        own[format_class.__name__] for format_class in base_formats.DEFAULT_FORMATS
    ]


def decode(data: bytes) -> str:
    """Return the text of a file that names no encoding.

    UTF-16 begins with a mark. What is no UTF-8 is what Windows writes where Bulgarian is spoken;
    Wagtail shows the rows before it saves them.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("windows-1251", "replace")


def _delimiter(text: str) -> str:
    """Return what makes the most cells of the first line, a comma where nothing does."""
    first = text.lstrip().partition("\n")[0]
    return max(DELIMITERS, key=lambda each: len(next(csv.reader([first], delimiter=each), [])))


def _dataset(rows: Iterable[Iterable[str]]) -> base_formats.Dataset:
    """Return the rows that say something, as texts, each as long as the first: the headers."""
    texts = (["" if cell is None else str(cell).strip() for cell in row] for row in rows)
    filled = list(filter(any, texts))
    width = len(filled[0]) if filled else 0
    return base_formats.Dataset([*row, *[""] * width][:width] for row in filled)
