"""Dates, numbers, sizes and lists are written as each language writes them (CLDR)."""

from datetime import UTC, date, datetime

import pytest
from django.conf.locale import LANG_INFO

from cms.languages import cldr

pytestmark = pytest.mark.once

NBSP, NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
LANGUAGES = [code for code, info in LANG_INFO.items() if "name_local" in info]


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("bg", f"15 януари 2026{NARROW}г."),
        ("en", "15 January 2026"),
        ("de", "15. Januar 2026"),
        ("de-at", "15. Jänner 2026"),
        ("pt-br", "15 de janeiro de 2026"),
        ("sr-latn", "15. januar 2026."),
        ("ar", "15 يناير 2026"),
        ("zh-hans", "2026年1月15日"),
        ("udm", "15 January 2026"),  # Babel does not know it
    ],
)
def test_date_follows_the_language(language: str, written: str) -> None:
    assert cldr.format_long_date(date(2026, 1, 15), language) == written


def test_day_of_a_moment_is_the_one_of_the_sites_time_zone() -> None:
    late = datetime(2026, 1, 15, 23, 30, tzinfo=UTC)
    assert cldr.format_long_date(late, "en") == "16 January 2026"


@pytest.mark.parametrize(
    ("language", "four_digits", "five_digits"),
    [
        ("bg", "1234", f"12{NBSP}345"),
        ("en", "1,234", "12,345"),
        ("de", "1.234", "12.345"),
        ("fr", f"1{NARROW}234", f"12{NARROW}345"),
    ],
)
def test_digits_are_grouped_by_language(language: str, four_digits: str, five_digits: str) -> None:
    assert [cldr.format_number(n, language) for n in (1234, 12345)] == [four_digits, five_digits]


@pytest.mark.parametrize(
    ("size", "bulgarian", "english"),
    [
        (0, "0 байта", "0 bytes"),
        (1, "1 байт", "1 byte"),
        (999, "999 байта", "999 bytes"),
        (2_500, "2,5 kB", "2.5 kB"),
        (999_949, "999,9 kB", "999.9 kB"),
        (999_999, "1 MB", "1 MB"),
        (10**10, "10 GB", "10 GB"),
        (10**16, f"10{NBSP}000 TB", "10,000 TB"),
    ],
)
def test_file_size_has_a_unit_of_fitting_size(size: int, bulgarian: str, english: str) -> None:
    written = [cldr.format_file_size(size, language) for language in ("bg", "en")]
    assert written == [text.replace(" ", NBSP) for text in (bulgarian, english)]


@pytest.mark.parametrize(
    ("language", "separator"),
    [("bg", ", "), ("en", ", "), ("de", ", "), ("ja", "、"), ("zh-hans", "、"), ("ar", "، ")],
)
def test_list_separator_follows_the_language(language: str, separator: str) -> None:
    assert cldr.get_list_separator(language) == separator


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_django_knows_can_be_written(language: str) -> None:
    assert "2026" in cldr.format_long_date(date(2026, 1, 15), language)
    assert "5" in cldr.format_number(5, language)
    assert "5" in cldr.format_file_size(5, language)
    assert cldr.get_list_separator(language)
