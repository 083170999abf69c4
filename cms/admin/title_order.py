"""Sort Wagtail's lists by title as all lists are."""

from typing import Any

from django.db.models import Model, QuerySet
from wagtail.models import Page

from cms.collation.ordering import order_by_title
from cms.upstream.patches import apply_patches
from cms.upstream.wagtail_admin import IndexView


def register() -> None:
    """Have Wagtail's lists sort by these keys where they sort by title."""

    def order_queryset(view: IndexView, queryset: QuerySet[Model]) -> QuerySet[Model]:
        if view.ordering in ("title", "-title"):
            return _ordered(queryset, view.ordering)
        return order_list(view, queryset)

    def page_filter_search(
        q: str,
        pages: QuerySet[Page],
        all_pages: QuerySet[Page] | None = None,
        ordering: str | None = None,
    ) -> QuerySet[Page]:
        if ordering in ("title", "-title"):
            pages = _ordered(pages, ordering)
        return find_pages(q, pages, all_pages, ordering)

    order_list = apply_patches(
        "wagtail.admin.views.generic.base:BaseListingView.order_queryset", order_queryset
    )
    find_pages = apply_patches(
        "wagtail.admin.views.pages.search:page_filter_search", page_filter_search
    )


def _ordered(rows: QuerySet[Page], ordering: str) -> QuerySet[Any]:
    return rows.order_by(*order_by_title(rows.model, descending=ordering == "-title"))
