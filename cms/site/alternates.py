"""A page's addresses per language, as search engines want to be told them."""

from collections.abc import Mapping

from django.conf import settings


def alternates(urls: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return pairs of language and address; the last is "x-default".

    That is the page in the site's own language, whose content is there first and whole; where it
    is not public, the first of the others. Never `/`, which leads to a home and not to this page.
    Every one of a page's languages must be told the same.
    """
    pairs = sorted(urls.items())
    return [*pairs, ("x-default", urls.get(settings.LANGUAGE_CODE, pairs[0][1]))]
