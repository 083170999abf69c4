"""What people try with the review of a page: its workflow."""

from wagtail.models import WorkflowState

from tests.admin.browser import Browser
from tests.admin.role_attempts import act, show
from tests.admin.role_attempts.pages import EDIT, drafted, form, pk, told
from tests.admin.world import Place

ACTION = "wagtailadmin_pages:workflow_action"


def status(place: Place) -> str:
    state = WorkflowState.objects.filter(object_id=str(place.it.pk)).order_by("-pk").first()
    return state.status if state else ""


def task_state(place: Place) -> int:
    return int(place.it.current_workflow_task_state.pk)


@act(EDIT)
def submit_for_review(browser: Browser, place: Place) -> bool:
    browser.post(EDIT, place.it.pk, **form(place.it), **{"action-submit": "1"})
    return drafted(place) and status(place) == "in_progress"


@act(ACTION)
def approve(browser: Browser, place: Place) -> bool:
    browser.post(ACTION, place.it.pk, "approve", task_state(place), comment="")
    return status(place) == "approved" and place.secret in told(place)


@act(ACTION)
def reject(browser: Browser, place: Place) -> bool:
    browser.post(ACTION, place.it.pk, "reject", task_state(place), comment="Не")
    return status(place) == "needs_changes"


@act(EDIT)
def cancel_the_review(browser: Browser, place: Place) -> bool:
    browser.post(EDIT, place.it.pk, **form(place.it), **{"action-cancel-workflow": "1"})
    return status(place) == "cancelled"


show(
    "see what is in review",
    "wagtailadmin_pages:workflow_preview",
    pk,
    lambda place: place.it.current_workflow_task.pk,
)
show(
    "see its review",
    "wagtailadmin_pages:workflow_history_detail",
    pk,
    lambda place: place.it.current_workflow_state.pk,
)
