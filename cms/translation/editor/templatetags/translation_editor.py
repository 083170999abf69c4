"""What stands above wagtail-localize's editor."""

import json
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.admin.ui.editing_sessions import EditingSessionsModule
from wagtail.models import Page
from wagtail_localize.models import Translation

from cms.backoffice.guards import is_locked, may_publish
from cms.translation.editor import presence
from cms.translation.editor.review import Review, review_of
from cms.translation.editor.saving import rows_with
from cms.translation.editor.shown import as_shown
from cms.translation.editor.side_by_side import lines_of

register = template.Library()

# Where wagtail-localize's own editor begins.
EDITOR = '<div class="js-translation-editor"'


@register.simple_tag
def above_the_editor(whole: SafeString, parts: SafeString) -> SafeString:
    """Put our parts between the header and the editor of wagtail-localize's page, the `whole`."""
    header, start, editor = str(whole).partition(EDITOR)
    return mark_safe(header + parts + start + editor)  # noqa: S308  (rendered templates)


@register.simple_tag(takes_context=True)
def editing_session(context: dict[str, Any], thing: Any) -> EditingSessionsModule:
    """Wagtail's module, which its header shows; see `presence`."""
    return presence.enter(context["request"], thing)


@register.simple_tag(takes_context=True)
def locked_for_reader(context: dict[str, Any], thing: Any) -> bool:
    """Whether the page is locked for whoever looks at it, by hand or by its review."""
    return is_locked(context["request"].user, thing)


@register.simple_tag(takes_context=True)
def published_by_reader(context: dict[str, Any], thing: Any) -> bool:
    """Whether whoever looks at it may publish it."""
    return may_publish(context["request"].user, thing)


@register.simple_tag(takes_context=True)
def page_review(context: dict[str, Any], thing: Any) -> Review | None:
    """How the review of a page stands; None of a snippet, which has none."""
    return review_of(thing, context["request"].user) if isinstance(thing, Page) else None


@register.inclusion_tag("translation_editor/state.html", takes_context=True)
def translation_state(context: dict[str, Any], job: Translation, thing: Any) -> dict[str, Any]:
    """Who else is there, whether the source has changed, and the review of a page."""
    request, review, locked = context["request"], context["review"], context["locked"]
    return {
        "job": job,
        "others": presence.others(context["editing_sessions"]),
        "lock": thing.get_lock().get_message(request.user) if locked else "",
        "review": review,
        "comment": request.POST.get("comment", ""),
        "lines": lines_of(job, thing) if locked or (review and review.in_progress) else [],
    }


@register.inclusion_tag("translation_editor/panel.html", takes_context=True)
def left_to_translate(context: dict[str, Any], job: Translation) -> dict[str, Any]:
    """The panel of what is left to translate."""
    request = context["request"]
    rows = rows_with(job, getattr(request, "refused_texts", {}))
    return {
        "request": request,
        "job": job,
        "review": context["review"],
        "waiting": [row for row in rows if row.kind != "machine"],
        "machine": [row for row in rows if row.kind == "machine"],
        "with_matches": len([row for row in rows if row.matches]),
    }


@register.simple_tag(takes_context=True)
def segments_shown(context: dict[str, Any]) -> dict[str, Any]:
    """What static/translation_editor/segments.js has to know, and to say."""
    return {
        "segments": as_shown(context["translation"], json.loads(context["props"])),
        "failed": _(
            "Not saved: the page may be locked, in review or deleted, its source changed, or you "
            "are not logged in any more. Keep a copy of your text before you leave this page."
        ),
    }
