"""From marks to the groups they touch."""

from collections.abc import Iterable

from django.db.models import OuterRef, Subquery
from wagtail.models import Page

from cms import keys
from cms.entry_types import snippet_models
from cms.store.followers import FOLLOWERS
from cms.store.models import Dependency, Entry


def affected(marked: Iterable[str]) -> list[str]:
    """Return the groups that a change of these keys may touch.

    Those that are named come first, then the others, a page before what stands below it.
    """
    names = list(dict.fromkeys(marked))
    if keys.ALL in names:
        return everything()
    names += _placed(names)
    groups = [name for name in names if _is_group(name)]
    return list(dict.fromkeys(groups + _made_from(names)))


def _made_from(names: list[str]) -> list[str]:
    address = Entry.objects.filter(group=OuterRef("group")).order_by("path").values("path")[:1]
    rows = Dependency.objects.filter(key__in=names).order_by(Subquery(address), "group")
    return list(rows.values_list("group", flat=True))


def everything() -> list[str]:
    """Return every group there is, of pages (from the top of the tree down), of snippets,
    of entries whose page is gone, and of what followers still keep."""
    pages = Page.objects.filter(depth__gt=1).order_by("depth", "path")
    found = [f"page:{key}" for key in pages.values_list("translation_key", flat=True)]
    for model in snippet_models():
        found += [keys.group(snippet) for snippet in model.objects.all()]
    found += Entry.objects.filter(live=True).values_list("group", flat=True)
    for follower in FOLLOWERS:
        found += follower.groups()
    return list(dict.fromkeys(found))


def _is_group(name: str) -> bool:
    kind = name.partition(":")[0]
    return kind == "page" or "." in kind


def _placed(names: list[str]) -> list[str]:
    """The groups of the pages in and under the marked places of the tree."""
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
    found = pages.order_by("depth", "path").values_list("translation_key", flat=True)
    return [f"page:{key}" for key in found]
