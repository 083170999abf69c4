"""How far a job is, told by what is translated, in review and public."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone
from wagtail.models import Page, WorkflowState

from cms.translation.jobs.models import JobState, Progress, Status, TranslationRequest


def annotate_states(rows: QuerySet[Progress]) -> QuerySet[Any]:
    """Annotate with `job_state` (a JobState, "" where nothing was sent), `overdue` and `requested`:
    whether somebody asks for it to be sent."""
    reviews = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=OuterRef("target_pk"),
        status=WorkflowState.STATUS_IN_PROGRESS,
    )
    state = Case(
        When(translation__job=None, then=Value("")),
        When(Exists(reviews) & Q(page__isnull=False), then=Value(JobState.IN_REVIEW)),
        When(state=Status.CURRENT, then=Value(JobState.DONE)),
        When(translated_at__gt=F("translation__job__opened_at"), then=Value(JobState.IN_PROGRESS)),
        default=Value(JobState.WAITING),
    )
    requests = TranslationRequest.objects.filter(group=OuterRef("group"), locale=OuterRef("locale"))
    late = Q(translation__job__due__lt=timezone.localdate()) & ~Q(job_state=JobState.DONE)
    return rows.annotate(job_state=state, requested=Exists(requests)).annotate(
        overdue=Case(When(late, then=True), default=False, output_field=BooleanField())
    )
