"""A report of the articles whose date lies after their publication."""

from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from cms.permissions.visibility import filter_editable
from news.models import NewsPage


class LateDatesReport(ReportView):
    """Lists the public articles that were published with such a date before it was refused."""

    page_title = _("Articles dated in the future")
    header_icon = "calendar-alt"
    index_url_name = "late_dates"
    index_results_url_name = "late_dates_results"
    any_permission_required = ("access_admin",)
    default_ordering = "-date"
    list_export = ["title", "locale.get_display_name", "date", "last_published_at"]
    export_headings = {
        "title": _("Title"),
        "locale.get_display_name": _("Language"),
        "date": _("Date"),
        "last_published_at": _("Last published"),
    }

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("title", label=_("Title"), get_url=_get_edit_url, sort_key="title"),
            Column("locale", label=_("Language"), accessor="locale.get_display_name"),
            DateColumn("date", label=_("Date"), sort_key="date"),
            DateColumn("last_published_at", label=_("Last published")),
        ]

    def get_base_queryset(self) -> QuerySet[Any]:
        return query_late_articles(self.request.user)

    def get_filename(self) -> str:
        return "article-dates"


def query_late_articles(user: Any) -> QuerySet[Any]:
    """Return those that somebody may change."""
    late = Q(date__gt=F("last_published_at")) | Q(date__gt=timezone.now())
    articles = NewsPage.objects.filter(late, live=True, pk__in=filter_editable(user).values("pk"))
    return articles.select_related("locale")


def is_shown(request: HttpRequest) -> bool:
    """Return whether the menu leads there: only where there is something to mend."""
    return query_late_articles(request.user).exists()


def _get_edit_url(article: NewsPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[article.pk])


urlpatterns = [
    path("reports/article-dates/", LateDatesReport.as_view(), name="late_dates"),
    path(
        "reports/article-dates/results/",
        LateDatesReport.as_view(results_only=True),
        name="late_dates_results",
    ),
]
