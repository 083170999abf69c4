"""Dates, numbers and lists as a language writes them, by CLDR (Babel)."""

import re
from datetime import date, datetime
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal
from babel.units import format_unit
from django.utils import timezone
from django.utils.translation import to_locale

# Elsewhere than in the United States: "15 January 2026".
ENGLISH = Locale("en", "001")
# How many of a unit of file size are one of the next.
STEP = 1000
SIZE_UNITS = ("kilobyte", "megabyte", "gigabyte", "terabyte")
# What stands between the items in the middle of a list.
BETWEEN = re.compile(r"\{0\}(.+)\{1\}")
LISTS = ("standard", "or", "unit", "unit-short")


@cache
def get_babel_locale(language: str) -> Locale:
    """Return Babel's locale of a language as Django names it, English where Babel has none."""
    if language == "en":
        return ENGLISH
    try:
        return Locale.parse(to_locale(language))
    except (UnknownLocaleError, ValueError):
        return ENGLISH


def format_long_date(day: date, language: str) -> str:
    """Return "15 януари 2026 г."; a moment's day is the one of the site's time zone."""
    if isinstance(day, datetime) and timezone.is_aware(day):
        day = timezone.localtime(day)
    return format_date(day, "long", locale=get_babel_locale(language))


def format_number(value: int, language: str) -> str:
    """Return "12 345" or "12,345"."""
    # CLDR groups Bulgarian numbers from five digits on (minimumGroupingDigits), Babel from four.
    grouped = language != "bg" or value >= 10_000
    return format_decimal(value, locale=get_babel_locale(language), group_separator=grouped)


def format_file_size(size: int, language: str) -> str:
    """Return bytes as "13 байта" or "2,5 MB", without a space that a line may break at."""
    value, unit = float(size), "byte"
    for larger in SIZE_UNITS:
        if round(value, 1) < STEP:
            break
        value, unit = value / STEP, larger
    written = format_unit(
        round(value, 1),
        f"digital-{unit}",
        "long" if unit == "byte" else "short",
        format="#,##0.#",
        locale=get_babel_locale(language),
    )
    return written.replace(" ", "\N{NO-BREAK SPACE}")


@cache
def get_list_separator(language: str) -> str:
    """Return what stands between the items of a list without an “and”: ", " or "、"."""
    patterns = get_babel_locale(language).list_patterns
    found = [
        between[1]
        for style in LISTS
        if (middle := patterns.get(style, {}).get("middle"))
        and (between := BETWEEN.fullmatch(middle))
    ]
    plain = [text for text in found if not re.search(r"\w", text)]
    # Arabic joins all items by a letter, in some styles behind a comma.
    return next(iter(plain), "") or _remove_letters(found) or ", "


def _remove_letters(separators: list[str]) -> str:
    shortened = (re.sub(r"\w", "", text) for text in separators)
    return next((text for text in shortened if text.strip()), "")
