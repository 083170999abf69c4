"""From pending changes to the groups they touch."""

from collections.abc import Iterable

from django.db.models import OuterRef, Subquery
from wagtail.models import Page

from cms.content import dependency_keys
from cms.content.entry_types import list_snippet_models
from cms.store.models import Dependency, Entry
from cms.store.read_models import READ_MODELS

# The groups that a change may touch, each with the languages in which it does; None: in all.
AffectedGroups = dict[str, frozenset[str] | None]


def find_affected(keys: Iterable[str]) -> AffectedGroups:
    """Return the groups that a change of these keys may touch.

    Those that are named come first, then the others, a page before what stands below it.
    """
    names = list(dict.fromkeys(keys))
    if dependency_keys.ALL in names:
        return dict.fromkeys(list_all_groups())
    touched: AffectedGroups = {}
    for name in filter(_is_group, names):
        group, _, locale = name.partition(" ")
        add_group(touched, group, locale)
    for group, locale in _find_in_tree(names):
        names.append(group)
        add_group(touched, group, locale)
    for group, locale in _find_dependents(names):
        add_group(touched, group, locale)
    return touched


def add_group(touched: AffectedGroups, group: str, locale: str) -> None:
    """Add a group in one language, or, with "", in all."""
    merge_groups(touched, {group: frozenset([locale]) if locale else None})


def merge_groups(touched: AffectedGroups, others: AffectedGroups) -> None:
    """Add to the touched groups others, or the languages in which these are touched besides."""
    for group, locales in others.items():
        known = touched.get(group, frozenset())
        touched[group] = None if known is None or locales is None else known | locales


def _find_dependents(names: list[str]) -> Iterable[tuple[str, str]]:
    address = Entry.objects.filter(group=OuterRef("group")).order_by("path").values("path")[:1]
    rows = Dependency.objects.filter(key__in=names).order_by(Subquery(address), "group", "locale")
    return rows.values_list("group", "locale").distinct()


def list_all_groups() -> list[str]:
    """Return every group there is, of pages (from the top of the tree down), of snippets,
    of entries whose page is gone, and of what read models still keep."""
    pages = Page.objects.filter(depth__gt=1).order_by("depth", "path")
    found = [f"page:{key}" for key in pages.values_list("translation_key", flat=True)]
    for model in list_snippet_models():
        keys = model._default_manager.values_list("translation_key", flat=True)
        found += [dependency_keys.group_of(model, key) for key in keys]
    found += Entry.objects.filter(live=True).values_list("group", flat=True)
    for read_model in READ_MODELS:
        found += read_model.find_orphaned_groups()
    return list(dict.fromkeys(found))


def _is_group(name: str) -> bool:
    kind = name.partition(":")[0]
    return kind == "page" or "." in kind


def _find_in_tree(names: list[str]) -> list[tuple[str, str]]:
    """The groups and languages of the pages in and under the changed places of the tree."""
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
