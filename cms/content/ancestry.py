"""What stands above pages, and what decides there who may read them."""

from collections.abc import Iterable, Iterator

from wagtail.models import Page, PageViewRestriction

from cms.content import snapshots


def list_pages_above(page: Page) -> list[Page]:
    """Return the pages above, from the language's home down, as plain Pages. At most one query."""
    # The first is the root.
    above = list(_iterate_prefixes(page.path))[1:-1]
    return [found for found in _read_pages(above).values() if found]


def find_deciding_aliases(page: Page) -> list[Page]:
    """Return the aliases that decide who may read a page: it and those above it, and the same of
    each of their sources.

    At most one query, and one more for each alias.
    """
    found: dict[int, Page] = {}
    left = [page]
    while left:
        for above in _read_pages(_iterate_prefixes(left.pop().path)).values():
            if above and above.alias_of and above.pk not in found:
                found[above.pk] = above
                left.append(above.alias_of)
    return list(found.values())


def list_restricting_paths(page: Page) -> set[str]:
    """Return the places in the tree at which a restriction holds for a page too: its own, those
    above it, and the same of each page that one of these is an alias of."""
    sources = [alias.alias_of for alias in find_deciding_aliases(page) if alias.alias_of]
    return {path for each in (page, *sources) for path in _iterate_prefixes(each.path)}


def is_restricted(page: Page) -> bool:
    """Return whether not everybody may read a page. At most one query more than
    `find_deciding_aliases`."""
    found = snapshots.get_snapshot().read(
        "restricted", list_restricting_paths(page), _read_restricted
    )
    return any(found.values())


def prefetch(pages: Iterable[Page]) -> None:
    """Read for a snapshot what the other functions need of these pages. Two queries."""
    paths = {path for page in pages for path in _iterate_prefixes(page.path)}
    _read_pages(paths)
    snapshots.get_snapshot().read("restricted", paths, _read_restricted)


def _iterate_prefixes(path: str) -> Iterator[str]:
    """Yield the places from the root down to this one."""
    for end in range(Page.steplen, len(path) + 1, Page.steplen):
        yield path[:end]


def _read_pages(paths: Iterable[str]) -> dict[str, Page | None]:
    return snapshots.get_snapshot().read("pages", paths, _load_pages)


def _load_pages(paths: list[str]) -> dict[str, Page]:
    pages = {page.path: page for page in Page.objects.filter(path__in=paths)}
    sources = Page.objects.in_bulk(
        {page.alias_of_id for page in pages.values() if page.alias_of_id}
    )
    for page in pages.values():
        page.locale = snapshots.get_language(page.locale_id)
        page.alias_of = sources.get(page.alias_of_id)
    return pages


def _read_restricted(paths: list[str]) -> dict[str, bool]:
    # An alias has none of its own.
    rows = PageViewRestriction.objects.filter(page__path__in=paths, page__alias_of=None)
    return dict.fromkeys(rows.values_list("page__path", flat=True), True)
