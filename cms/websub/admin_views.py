"""The report on the hub's notifications, and the view that retries them."""

from typing import Any

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from cms.websub.models import Topic

POLICY = ModelPermissionPolicy(Topic)


class HubReport(ReportView):
    """Every feed with its state: what waits the longest stands first."""

    page_title = _("WebSub")
    header_icon = "globe"
    model = Topic
    permission_policy = POLICY
    any_permission_required = ("view",)
    template_name = "websub/report.html"
    index_url_name = "websub:report"
    index_results_url_name = "websub:report_results"
    is_searchable = False
    columns = [
        Column("address", label=_("Feed")),
        Column("state", label=_("State"), accessor=lambda topic: describe_state(topic)),
        DateColumn("accepted_at", label=_("Accepted by the hub")),
        Column("answer", label=_("The hub's last answer")),
    ]
    list_export = ["address", "next_attempt_at", "attempts", "accepted_at", "answer"]
    export_headings = {"answer": _("the hub's last answer")}
    export_filename = "websub"

    def get_queryset(self) -> Any:
        return Topic.objects.order_by(F("next_attempt_at").asc(nulls_last=True), "address")

    def get_page_subtitle(self) -> str:
        return settings.WEBSUB_HUB

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        waiting = Topic.objects.filter(next_attempt_at__isnull=False).exists()
        return super().get_context_data(*args, **kwargs) | {"waiting": waiting}


@require_POST
def retry(request: HttpRequest) -> HttpResponse:
    """Have the worker tell the hub of everything that waits in its next turn."""
    if not POLICY.user_has_permission(request.user, "view"):
        return permission_denied(request)
    Topic.objects.filter(next_attempt_at__isnull=False).update(next_attempt_at=timezone.now())
    messages.success(request, _("The hub is told within seconds: its answers show below."))
    return redirect("websub:report")


def describe_state(topic: Topic) -> str:
    """In plain words."""
    if topic.next_attempt_at is None:
        return str(_("told"))
    if topic.attempts == 0 and topic.next_attempt_at <= timezone.now():
        return str(_("about to be told"))
    when = timezone.localtime(topic.next_attempt_at)
    return str(_("waits until %(moment)s")) % {"moment": f"{when:%d.%m.%Y, %H:%M}"}
