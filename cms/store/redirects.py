"""Where an old address leads now."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote, unquote

from django.conf import settings
from django.urls import Resolver404, resolve
from wagtail.contrib.redirects.models import Redirect

from cms.content import dependency_keys
from cms.core.nfc import compose_text
from cms.store.models import Entry

View = TypeVar("View", bound=Callable[..., Any])
CONTROL = re.compile(r"[\x00-\x1f]")
MAX_PATH_LENGTH = Redirect._meta.get_field("old_path").max_length
# What a browser leaves as it is in a path and in a query (https://url.spec.whatwg.org/).
PATH_CHARACTERS = "/!$&'()*+,;=:@~|[]"
QUERY_CHARACTERS = PATH_CHARACTERS + "?%\\^`{}"


@dataclass(frozen=True)
class Target:
    """A public path, or an address elsewhere that an operator gave."""

    url: str
    permanent: bool


def redirectable(view: View) -> View:
    """Let redirects stand at the addresses of a view, which has to look them up itself."""
    view.redirectable = True  # type: ignore[attr-defined]
    return view


def find_target(path: str, query: str = "") -> Target | None:
    """Return where the redirects of the back office send this address; None when nowhere.

    A redirect for the address with its query outranks one without. One to a page that is not
    public leads nowhere, and tells nothing of it.
    """
    # `//elsewhere/path` would be read as the path on another host, and control characters be
    # left out of it before.
    if CONTROL.search(path + query) or path.startswith("//") or is_taken(path):
        return None
    # Longer than any stored address, however it is spelt.
    if len(path) > MAX_PATH_LENGTH:
        return None
    wanted = list(_iterate_spellings(path, query))
    rows = Redirect.objects.filter(old_path__in=wanted).select_related("redirect_page__locale")
    for row in sorted(rows, key=lambda row: (wanted.index(row.old_path), row.site_id is None)):
        if url := _get_target_url(row):
            return Target(url, row.is_permanent)
    return None


def _iterate_spellings(path: str, query: str) -> Iterator[str]:
    """Yield the forms in which Wagtail may have stored an address, the best match first.

    It stores what is percent-encoded in ASCII as it was entered: plainly, as a browser shows and
    copies it, or all of it. What is entered plainly is stored composed.
    """
    yield from _iterate_encodings(path, query)
    composed = compose_text(path), compose_text(unquote(query))
    if composed != (path, unquote(query)):
        yield from _iterate_encodings(composed[0], quote(composed[1], safe=QUERY_CHARACTERS))


def _iterate_encodings(path: str, query: str) -> Iterator[str]:
    decoded = path.translate({ord(char): quote(char) for char in "%?#"})
    paths = [decoded, quote(path, safe=PATH_CHARACTERS), quote(path)]
    if "%" in path and not {"?", "#"} & set(path):
        paths.append(path)
    decoded_query = unquote(query)
    encoded = (quote(decoded_query, safe=safe) for safe in (QUERY_CHARACTERS, "=&"))
    queries = [query, *encoded] if query else []
    if not {"%", "#", "\0"} & set(decoded_query):
        queries.append(decoded_query)
    for query_form in (*queries, ""):
        for path_form in paths:
            yield Redirect.normalise_path(f"{path_form}?{query_form}")


def is_taken(path: str) -> bool:
    """Whether the system itself answers at a path, with or without its last slash: the API, the
    back office, the search. No redirect can stand there."""
    with_slash = f"{path.rstrip('/')}/"
    return with_slash.startswith(settings.STATIC_URL) or _is_fixed(path) or _is_fixed(with_slash)


def _is_fixed(path: str) -> bool:
    try:
        return not getattr(resolve(path).func, "redirectable", False)
    except Resolver404:
        return False


def _get_target_url(redirect: Redirect) -> str:
    page = redirect.redirect_page
    if page is None:
        return redirect.redirect_link
    entries = Entry.objects.filter(
        group=dependency_keys.group(page), locale=page.locale.language_code
    )
    public = entries.filter(live=True).values_list("path", flat=True)
    return public.first() or ""
