"""What stands above wagtail-localize's editor."""

import json
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.models import Translation

from cms.content.publishable import Translatable
from cms.languages.names import get_direction
from cms.permissions.rules import can_publish, is_locked
from cms.translation.editor import presence
from cms.translation.editor.choices import find_choices, load_choices, unknown_choice
from cms.translation.editor.editor_state import build_editor_state
from cms.translation.editor.edits import rows_with_rejected
from cms.translation.editor.media import Media, Medium
from cms.translation.editor.review import Review, get_review
from cms.translation.editor.side_by_side import ComparisonLine, comparison_lines
from cms.translation.editor.worklist import WorklistRow
from cms.translation.segment_limits import part_names
from cms.upstream.wagtail_admin import EditingSessionsModule

register = template.Library()
register.filter("direction", get_direction)

# Where wagtail-localize's own editor begins.
EDITOR = '<div class="js-translation-editor"'


@register.simple_tag
def insert_above_editor(page_html: SafeString, inserted: SafeString) -> SafeString:
    """Put our parts between the header and the editor of wagtail-localize's page."""
    header, start, editor = str(page_html).partition(EDITOR)
    return mark_safe(header + inserted + start + editor)  # noqa: S308  (rendered templates)


@register.simple_tag(takes_context=True)
def editing_session(context: Context, content: Translatable) -> EditingSessionsModule:
    """Wagtail's module, which its header shows; see `presence`."""
    return presence.record_presence(context["request"], content)


@register.simple_tag(takes_context=True)
def is_locked_for_reader(context: Context, content: Translatable) -> bool:
    """Whether the page is locked for whoever looks at it, by hand or by its review."""
    return is_locked(context["request"].user, content)


@register.simple_tag(takes_context=True)
def may_reader_publish(context: Context, content: Translatable) -> bool:
    """Whether whoever looks at it may publish it."""
    return can_publish(context["request"].user, content)


@register.simple_tag(takes_context=True)
def page_review(context: Context, content: Translatable) -> Review | None:
    """How the review of a page stands; None of a snippet, which has none."""
    return get_review(content, context["request"].user) if isinstance(content, Page) else None


@register.simple_tag(takes_context=True)
def media_for_translation(context: Context, translation: Translation) -> Media:
    """The pictures and files of what is translated, for whoever looks at it."""
    return Media(translation.source, context["request"])


@register.filter
def media_for_segment(media: Media, segment: WorklistRow | ComparisonLine) -> list[Medium]:
    """The pictures and files that a segment is about."""
    return media.for_segment(segment.path, segment.key)


@register.inclusion_tag("translation_editor/state.html", takes_context=True)
def translation_state(
    context: Context, translation: Translation, content: Translatable
) -> dict[str, object]:
    """Who else is there, whether the source has changed, and the review of a page."""
    page: Any = content
    request, review, locked = context["request"], context["review"], context["locked"]
    return {
        "translation": translation,
        "others": presence.other_editors(context["editing_sessions"]),
        "lock": page.get_lock().get_message(request.user) if locked else "",
        "review": review,
        "comment": request.POST.get("comment", ""),
        "media": context["media"],
        "lines": comparison_lines(translation, content)
        if locked or (review and review.in_progress)
        else [],
    }


@register.inclusion_tag("translation_editor/panel.html", takes_context=True)
def worklist_panel(context: Context, translation: Translation) -> dict[str, object]:
    """The panel of what is left to translate."""
    request = context["request"]
    rows = rows_with_rejected(translation, getattr(request, "rejected_edits", {}))
    return {
        "request": request,
        "translation": translation,
        "media": context["media"],
        "review": context["review"],
        "waiting": [row for row in rows if row.kind != "machine"],
        "machine": [row for row in rows if row.kind == "machine"],
        "with_matches": len([row for row in rows if row.matches]),
    }


@register.simple_tag(takes_context=True)
def label_block_parts(context: Context) -> str:
    """Have wagtail-localize's editor call each part of a block what our panel calls it."""
    props = json.loads(context["props"])
    names = part_names(context["translation"].source)
    for segment in props["segments"]:
        if inserted := names.get(segment["contentPath"], ())[1:]:
            segment["location"]["subField"] = " – ".join(dict.fromkeys(inserted))
    context["props"] = json.dumps(props)
    return ""


@register.simple_tag(takes_context=True)
def editor_script_data(context: Context) -> dict[str, object]:
    """What static/translation_editor/segments.js has to know, and to say."""
    props = json.loads(context["props"])
    return {
        "segments": build_editor_state(context["translation"], props),
        "choices": load_choices(find_choices(props), context["request"]),
        "unknown": unknown_choice(),
        "failed": _(
            "Not saved: the page may be locked, in review or deleted, its source changed, or you "
            "are not logged in any more. Keep a copy of your text before you leave this page."
        ),
    }
