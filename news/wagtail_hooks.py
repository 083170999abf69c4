"""The news in the back office: lists of articles, and the way to the report of late dates."""

from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from news.admin_views import ArticleViews
from news.reports import is_shown, urlpatterns


class LateDatesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_shown(request)


@hooks.register("register_admin_urls")
def register_report() -> list[URLPattern]:
    return urlpatterns


@hooks.register("register_reports_menu_item")
def show_report() -> MenuItem:
    return LateDatesMenuItem(
        _("Articles dated in the future"),
        reverse("late_dates"),
        name="late-dates",
        icon_name="calendar-alt",
        order=1150,
    )


@hooks.register("register_admin_viewset")
def register_lists() -> ArticleViews:
    return ArticleViews()
