"""The content's languages as the database has them."""

from django.conf import settings
from django.db.models import QuerySet
from wagtail.models import Locale


def query_locales_in_use() -> QuerySet[Locale]:
    """Return the locales that `LANGUAGES` names. One query.

    Wagtail's own manager returns every row: also that of a language which was left out of
    `LANGUAGES` and whose pages are not public.
    """
    return Locale.objects.filter(language_code__in=[code for code, _ in settings.LANGUAGES])


def is_in_use(code: str) -> bool:
    """Return whether `LANGUAGES` names a language."""
    return code in dict(settings.LANGUAGES)
