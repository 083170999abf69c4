"""A page's addresses per language, as search engines want to be told them."""

from collections.abc import Mapping

from django.conf import settings


def list_alternates(urls: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return pairs of language and address; the last is "x-default".

    That is the page in the site's own language, whose content is there first and whole; where it
    is not public, in the first of the others, by the order of LANGUAGES. Never `/`, which leads to
    a home and not to this page. Every one of a page's languages must be told the same.
    """
    default = next(code for code, _ in settings.LANGUAGES if code in urls)
    return [*sorted(urls.items()), ("x-default", urls[default])]
