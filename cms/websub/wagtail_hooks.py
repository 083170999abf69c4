"""Where the back office leads to the report on WebSub."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.websub.admin_views import POLICY, HubReport, retry


@hooks.register("register_admin_urls")
def register_websub_urls() -> list[URLResolver]:
    urls = [
        path("", HubReport.as_view(), name="report"),
        path("retry/", retry, name="retry"),
        path("results/", HubReport.as_view(results_only=True), name="report_results"),
    ]
    return [path("websub/", include((urls, "websub")))]


class HubReportItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(settings.WEBSUB_HUB) and POLICY.user_has_permission(request.user, "view")


@hooks.register("register_reports_menu_item")
def add_hub_report_item() -> MenuItem:
    return HubReportItem(_("WebSub"), reverse("websub:report"), name="websub", icon_name="globe")


@hooks.register("register_permissions")
def register_report_permission() -> QuerySet[Permission, Any]:
    return Permission.objects.filter(content_type__app_label="websub", codename="view_topic")
