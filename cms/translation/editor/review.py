"""The review of a translated page: sent by its translator, approved or returned by a reviewer.

It is Wagtail's own workflow of the page; wagtail-localize's editor knows of none.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page, TaskState, WorkflowState
from wagtail_localize.models import Translation

from cms.content.publishable import Translatable
from cms.content.translatable import IncompleteTranslationError, require_complete
from cms.core.users import RequestUser
from cms.permissions.rules import is_locked
from cms.translation.completeness import refuse_publication
from cms.translation.editor.actions import redirect_to_editor, register_action
from cms.translation.editor.edits import EditSaver
from cms.translation.editor.views import show_result
from cms.translation.publication_messages import format_moment

APPROVE, REJECT = "approve", "reject"


@dataclass(frozen=True)
class Review:
    """How the review of a page stands, as somebody sees it.

    `task` is the step that it waits at, or that it was returned from; None while it was never
    sent, or is approved.
    """

    task: TaskState | None
    in_progress: bool
    may_send: bool
    may_decide: bool

    @property
    def is_returned(self) -> bool:
        return self.task is not None and not self.in_progress


def get_review(page: Page, user: RequestUser) -> Review:
    """Tell how the review of a page stands. Pages alone are reviewed."""
    state = page.current_workflow_state
    workflow_task = page.current_workflow_task
    actions = workflow_task.get_actions(page, user) if workflow_task else []
    return Review(
        task=state.current_task_state if state else None,
        in_progress=page.workflow_in_progress,
        may_send=bool(page.permissions_for_user(user).can_submit_for_moderation()),
        may_decide=APPROVE in {name for name, *_ in actions} and not is_locked(user, page),
    )


@register_action("send-for-review")
def submit_for_review(
    request: HttpRequest, translation: Translation, content: Translatable, argument: str
) -> HttpResponse:
    """Save what was written; if it is whole then, save the page as a draft and begin its review."""
    saver = EditSaver(translation, request.POST, request.user)
    saver.save_touched()
    if saver.result.rejected:
        return show_result(request, translation, content, saver)
    if not isinstance(content, Page) or not get_review(content, request.user).may_send:
        raise PermissionDenied

    def start_review(page: Page) -> None:
        state = page.current_workflow_state
        if state and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
            state.resume(request.user)
        else:
            page.get_workflow().start(page, request.user)
        messages.success(request, _("The translation is sent for review."))

    return _save_draft_then(request, translation, start_review)


@register_action("approve")
def approve(
    request: HttpRequest, translation: Translation, content: Translatable, argument: str
) -> HttpResponse:
    """Approve the translation as it stands now, with what the reviewer has corrected."""
    saver = EditSaver(translation, request.POST, request.user)
    saver.save_touched()
    if saver.result.rejected:
        return show_result(request, translation, content, saver)
    _require_reviewer(request, content)

    def approve_page(page: Page) -> None:
        _complete_task(request, page, APPROVE)
        page.refresh_from_db()
        if page.live and not page.workflow_in_progress:
            messages.success(request, _("The translation is approved and public."))
        elif scheduled := page.scheduled_revision:
            text = _("The translation is approved, and scheduled for %(moment)s.")
            moment = format_moment(scheduled.approved_go_live_at)
            messages.success(request, text % {"moment": moment})
        else:
            messages.success(request, _("The translation is approved."))

    return _save_draft_then(request, translation, approve_page)


@register_action("return")
def reject(
    request: HttpRequest, translation: Translation, content: Translatable, argument: str
) -> HttpResponse:
    """Return the translation to whoever sent it, and say why."""
    saver = EditSaver(translation, request.POST, request.user)
    saver.save_touched()
    if saver.result.rejected:
        return show_result(request, translation, content, saver)
    _require_reviewer(request, content)
    if not _comment(request):
        messages.error(request, _("Write what is to be corrected, then return the translation."))
    else:
        _complete_task(request, content, REJECT)
        messages.success(request, _("The translation is returned with your comment."))
    return redirect_to_editor(request)


def _require_reviewer(request: HttpRequest, content: Translatable) -> None:
    if not isinstance(content, Page) or not get_review(content, request.user).may_decide:
        raise PermissionDenied


def _comment(request: HttpRequest) -> str:
    # PostgreSQL keeps no NUL, and nobody types one.
    return request.POST.get("comment", "").replace("\0", "").strip()


def _complete_task(request: HttpRequest, page: Page, verdict: str) -> None:
    page.current_workflow_task.on_action(
        page.current_workflow_task_state, request.user, verdict, comment=_comment(request)
    )


def _save_draft_then(
    request: HttpRequest, translation: Translation, callback: Callable[[Page], None]
) -> HttpResponse:
    """Write the translations into a draft of the page, if they are whole, and do something with
    it."""
    page = translation.get_target_instance()
    try:
        require_complete(page)
        translation.save_target(user=request.user, publish=False)
    except IncompleteTranslationError as error:
        return refuse_publication(request, error)
    except ValidationError:
        messages.error(request, _("A translation does not fit its field: below it says which."))
    else:
        callback(translation.get_target_instance())
    return redirect_to_editor(request)
