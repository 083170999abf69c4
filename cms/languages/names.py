"""What languages are called, and which way they are written."""

from functools import cache

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language_info


def get_native_name(code: str) -> str:
    """Return a language's name in that language, or its code when Django has no name for it.

    (Django's own `language_name_local` fails on a language it does not know.)
    """
    try:
        name = str(get_language_info(code)["name_local"])
    except KeyError:
        return code
    return name[:1].upper() + name[1:]


@cache
def get_direction(code: str) -> str:
    """Return "rtl" for a language that is written from right to left, otherwise "ltr".

    By CLDR, whose tags may name a script ("az-arab"), and "ltr" for a language it does not know.
    """
    try:
        return str(Locale.parse(code, sep="-").text_direction)
    except (UnknownLocaleError, ValueError):
        return "ltr"
