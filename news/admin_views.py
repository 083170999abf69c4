"""The back office's lists of articles: each with its date and its categories."""

from typing import Any

from django.db.models import F, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters.filters import DateFromToRangeFilter, ModelMultipleChoiceFilter
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from cms.permissions.visibility import UserVisibility
from cms.upstream.wagtail_admin import (
    ContentTypeUseView,
    DateRangePickerWidget,
    ExplorableIndexView,
    PageFilterSet,
    page_viewset_registry,
)
from news.models import NewsCategory, NewsPage


def query_visible_categories(request: HttpRequest) -> QuerySet[NewsCategory]:
    """Return those that the person may see, by title."""
    return UserVisibility(request.user).filter_visible_snippets(
        NewsCategory.objects.order_by("title", "pk")
    )


class ByNumber:
    """A filter that a search can follow: the search index has neither dates nor categories."""

    def filter(self, articles: Any, value: Any) -> Any:
        if not value:
            return articles
        found = super().filter(NewsPage.objects.order_by(), value)  # type: ignore[misc]
        return articles.filter(pk__in=found.values("pk"))


class DateFilter(ByNumber, DateFromToRangeFilter):
    pass


class CategoryFilter(ByNumber, ModelMultipleChoiceFilter):
    pass


class ArticleFilters(PageFilterSet):
    date = DateFilter(label=_("Date"), widget=DateRangePickerWidget)
    categories = CategoryFilter(
        label=_("Categories"), queryset=query_visible_categories, widget=CheckboxSelectMultiple
    )

    class Meta:
        model = NewsPage
        fields: list[str] = []


class DayColumn(Column):
    """A date without its hour, as the reader's language writes it."""

    cell_template_name = "news/day_cell.html"


class CategoriesColumn(Column):
    """The titles of an article's categories, which the list has read for all its rows."""

    def get_value(self, article: NewsPage) -> str:
        return ", ".join(getattr(article, "category_titles", ()))


class ArticleList:
    """What a list of articles has besides Wagtail's columns and filters."""

    base_filterset_class = ArticleFilters
    request: HttpRequest

    @cached_property
    def columns(self) -> list[Column]:
        columns: list[Column] = []
        for column in self.base_columns:  # type: ignore[attr-defined]
            columns += [] if column.name == "type" else [column]
            if column.name == "title":
                columns += [
                    DayColumn("date", label=_("Date"), sort_key="date", width="10%"),
                    CategoriesColumn("categories", label=_("Categories"), width="15%"),
                ]
        return columns

    def get_valid_orderings(self) -> list[str]:
        orderings: list[str] = super().get_valid_orderings()  # type: ignore[misc]
        by_date = ("date", "-date")
        return [each for each in orderings if not (self.is_searching and each in by_date)]  # type: ignore[attr-defined]

    def order_queryset(self, articles: Any) -> Any:
        """Order by date the same on every database: a draft without one is the newest."""
        match self.ordering:  # type: ignore[attr-defined]
            case "date":
                return articles.order_by(F("date").asc(nulls_last=True), "pk")
            case "-date":
                return articles.order_by(F("date").desc(nulls_first=True), "-pk")
        return super().order_queryset(articles)  # type: ignore[misc]

    def get_table(self, articles: Any) -> Any:
        """Read the categories of all rows in two queries."""
        titles = {each.pk: str(each) for each in query_visible_categories(self.request)}
        shown = {article.pk: article for article in articles}
        for article in shown.values():
            article.category_titles = []
        links = NewsPage.categories.through.objects.filter(newspage__in=list(shown))
        for pk, category in links.order_by("pk").values_list("newspage", "newscategory"):
            if category in titles:
                shown[pk].category_titles.append(titles[category])
        return super().get_table(articles)  # type: ignore[misc]


class ArticlesInSection(ArticleList, ExplorableIndexView):
    """The articles of a language's news. A search in the whole tree finds pages of every type."""

    def get(self, request: HttpRequest, parent_page_id: int) -> HttpResponse:
        if request.GET.get("search_all"):
            name = "index_results" if self.results_only else "index"
            list_of_pages = page_viewset_registry.get_by_type(Page).get_view_by_name(name)
            everything: HttpResponse = list_of_pages(request, parent_page_id=parent_page_id)
            return everything
        response: HttpResponse = super().get(request, parent_page_id)
        return response


class ArticlesEverywhere(ArticleList, ContentTypeUseView):
    """All articles, whichever language they are in."""


class ArticleViews(PageViewSet):
    model = NewsPage
    index_view_class = ArticlesInSection
    content_type_use_view_class = ArticlesEverywhere
    # The views have their own.
    columns = PageViewSet.UNDEFINED
    filterset_class = PageViewSet.UNDEFINED
