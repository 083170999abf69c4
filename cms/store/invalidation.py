"""From marks to the groups they touch."""

from collections.abc import Iterable

from django.db.models import OuterRef, Subquery
from wagtail.models import Page

from cms.content import dependency_keys
from cms.content.entry_types import snippet_models
from cms.store.models import Dependency, Entry
from cms.store.read_models import FOLLOWERS

# The groups that a change may touch, each with the languages in which it does; None: in all.
Touched = dict[str, frozenset[str] | None]


def affected(marked: Iterable[str]) -> Touched:
    """Return the groups that a change of these keys may touch.

    Those that are named come first, then the others, a page before what stands below it.
    """
    names = list(dict.fromkeys(marked))
    if dependency_keys.ALL in names:
        return dict.fromkeys(everything())
    touched: Touched = {}
    for name in filter(_is_group, names):
        group, _, locale = name.partition(" ")
        add(touched, group, locale)
    for group, locale in _placed(names):
        names.append(group)
        add(touched, group, locale)
    for group, locale in _made_from(names):
        add(touched, group, locale)
    return touched


def add(touched: Touched, group: str, locale: str) -> None:
    """Add a group in one language, or, with "", in all."""
    merge(touched, {group: frozenset([locale]) if locale else None})


def merge(touched: Touched, others: Touched) -> None:
    """Add to the touched groups others, or the languages in which these are touched besides."""
    for group, locales in others.items():
        known = touched.get(group, frozenset())
        touched[group] = None if known is None or locales is None else known | locales


def _made_from(names: list[str]) -> Iterable[tuple[str, str]]:
    address = Entry.objects.filter(group=OuterRef("group")).order_by("path").values("path")[:1]
    rows = Dependency.objects.filter(key__in=names).order_by(Subquery(address), "group", "locale")
    return rows.values_list("group", "locale").distinct()


def everything() -> list[str]:
    """Return every group there is, of pages (from the top of the tree down), of snippets,
    of entries whose page is gone, and of what followers still keep."""
    pages = Page.objects.filter(depth__gt=1).order_by("depth", "path")
    found = [f"page:{key}" for key in pages.values_list("translation_key", flat=True)]
    for model in snippet_models():
        keys = model._default_manager.values_list("translation_key", flat=True)
        found += [dependency_keys.group_of(model, key) for key in keys]
    found += Entry.objects.filter(live=True).values_list("group", flat=True)
    for follower in FOLLOWERS:
        found += follower.groups()
    return list(dict.fromkeys(found))


def _is_group(name: str) -> bool:
    kind = name.partition(":")[0]
    return kind == "page" or "." in kind


def _placed(names: list[str]) -> list[tuple[str, str]]:
    """The groups and languages of the pages in and under the marked places of the tree."""
    pages = Page.objects.none()
    for name in names:
        kind, _, pk = name.partition(":")
        if kind not in ("tree", "children"):
            continue
        if top := Page.objects.filter(pk=pk).first():
            pages |= (
                Page.objects.descendant_of(top, inclusive=True)
                if kind == "tree"
                else (Page.objects.child_of(top))
            )
    found = pages.order_by("depth", "path").values_list("translation_key", "locale__language_code")
    return [(f"page:{key}", locale) for key, locale in found]
