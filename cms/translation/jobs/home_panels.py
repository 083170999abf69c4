"""The home screen's panels of the translators' work."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from cms.permissions.rules import SUBMIT
from cms.translation.jobs.admin_urls import edit_address, work_address
from cms.translation.jobs.assignees import assigned_rows, orphans_of, translated_by
from cms.translation.jobs.backlog import find_new_pages, find_open_requests
from cms.translation.jobs.models import UNSENT, JobState, Status, Submission
from cms.translation.jobs.report import annotate_details, report_url

# So many jobs are named on the home screen.
MAX_TASKS = 5
# So many translations without a source.
MAX_ORPHANS = 20
# So many requests, and for how long a page that was published for the first time is new.
MAX_REQUESTS = 20
NEW_PAGE_PERIOD = timedelta(days=14)
# How long it is told that something of a submission could not be sent.
FAILURE_PERIOD = timedelta(days=7)


class TasksPanel(Component):
    """What somebody has to translate: how much, what is due first, and the way to all of it.

    It shows nothing to who is no translator.
    """

    name = "translation_tasks"
    template_name = "jobs/tasks.html"
    order = 30

    def get_context_data(
        self, parent_context: Mapping[str, Any] | None = None
    ) -> dict[str, object]:
        user = (parent_context or {})["request"].user
        if not translated_by(user):
            return {}
        tasks = annotate_details(assigned_rows(user)).exclude(job_state=JobState.DONE)
        first = tasks.order_by(F("due").asc(nulls_last=True), "translation__job__opened_at", "pk")
        return {
            "shown": True,
            "count": tasks.count(),
            "late": tasks.filter(overdue=True).count(),
            "tasks": [(task, work_address(task)) for task in first[:MAX_TASKS]],
            "all": report_url(mine="true"),
        }


class OrphansPanel(Component):
    """Names the translations that are public while their source no longer is, to those who are
    responsible for them. It shows nothing where there are none."""

    name = "orphans"
    template_name = "jobs/orphans.html"
    order = 20

    def get_context_data(
        self, parent_context: Mapping[str, Any] | None = None
    ) -> dict[str, object]:
        user = (parent_context or {})["request"].user
        orphans = orphans_of(user).select_related("locale").order_by("-since", "pk")
        rows = list(orphans[: MAX_ORPHANS + 1])
        return {
            "orphans": [(row, edit_address(row.kind, row.target_pk)) for row in rows[:MAX_ORPHANS]],
            "more": orphans.count() - MAX_ORPHANS if len(rows) > MAX_ORPHANS else 0,
        }


class UnsentPanel(Component):
    """Names what editors ask for and what is new, to those who send pages for translation.

    It shows nothing where there is nothing to send.
    """

    name = "unsent"
    template_name = "jobs/unsent.html"
    order = 25

    def get_context_data(
        self, parent_context: Mapping[str, Any] | None = None
    ) -> dict[str, object]:
        request = (parent_context or {})["request"]
        if not request.user.has_perm(SUBMIT):
            return {}
        requests = find_open_requests(request.user)
        return {
            "request": request,
            "requests": requests[:MAX_REQUESTS],
            "more_requests": max(len(requests) - MAX_REQUESTS, 0),
            "all_requests": report_url(requested="true"),
            "pages": find_new_pages(request.user, timezone.now() - NEW_PAGE_PERIOD)[:MAX_TASKS],
            "all_pages": report_url(state=Status.MISSING, job_state=UNSENT),
        }


class SubmissionsPanel(Component):
    """How far the sections are that are being sent, and what could not be sent.

    It shows nothing where there is nothing to tell.
    """

    name = "submissions"
    template_name = "jobs/submissions.html"
    order = 45

    def get_context_data(
        self, parent_context: Mapping[str, Any] | None = None
    ) -> dict[str, object]:
        user = (parent_context or {})["request"].user
        return (
            {"submissions": submissions_in_progress(), "failures": failed_submissions()}
            if user.has_perm(SUBMIT)
            else {}
        )


def submissions_in_progress() -> list[str]:
    """A line for each submission that is being sent. One query."""
    left = Count("queued_pages", filter=Q(queued_pages__failed=False))
    submissions = Submission.objects.filter(finished_at=None).annotate(left=left).order_by("pk")
    text = _("“%(title)s” is being sent for translation: %(done)s of %(total)s.")
    return [
        text
        % {
            "title": submission.title,
            "done": submission.total - submission.left,
            "total": submission.total,
        }
        for submission in submissions
    ]


def failed_submissions() -> list[str]:
    """A line for each submission of late of which something could not be sent. Two queries."""
    recent = Submission.objects.filter(
        created_at__gt=timezone.now() - FAILURE_PERIOD, queued_pages__failed=True
    )
    text = _("Of “%(title)s”, these could not be sent, the log says why: %(titles)s.")
    return [
        text
        % {
            "title": submission.title,
            "titles": ", ".join(
                page.title for page in submission.queued_pages.all() if page.failed
            ),
        }
        for submission in recent.distinct().prefetch_related("queued_pages").order_by("pk")
    ]
