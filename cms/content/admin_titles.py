"""A page's title in the back office, which depends on who reads it.

The back office sets the reader for each request. Without one, such as in a command, a page has its
newest draft's title, as in Wagtail.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from wagtail.models import Page

TitleOf = Callable[[Page], str]

_title_of: ContextVar[TitleOf | None] = ContextVar("title_of", default=None)


@contextmanager
def use_titles(title_of: TitleOf) -> Iterator[None]:
    """Call every page by what `title_of` returns, until the block ends."""
    token = _title_of.set(title_of)
    try:
        yield
    finally:
        _title_of.reset(token)


def get_visible_title(page: Page) -> str | None:
    """Return the title for whoever is reading; None where nobody is."""
    title_of = _title_of.get()
    return title_of(page) if title_of else None
