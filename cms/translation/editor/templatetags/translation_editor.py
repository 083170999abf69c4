"""What stands above wagtail-localize's editor."""

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from wagtail_localize.models import Translation

from cms.translation.editor.saving import rows_with

register = template.Library()

# Where wagtail-localize's own editor begins.
EDITOR = '<div class="js-translation-editor"'


@register.simple_tag
def above_the_editor(whole: SafeString, parts: SafeString) -> SafeString:
    """Put our parts between the header and the editor of wagtail-localize's page, the `whole`."""
    header, start, editor = str(whole).partition(EDITOR)
    return mark_safe(header + parts + start + editor)  # noqa: S308  (rendered templates)


@register.inclusion_tag("translation_editor/panel.html", takes_context=True)
def left_to_translate(context: dict[str, Any], job: Translation) -> dict[str, Any]:
    """The panel of what is left to translate."""
    request = context["request"]
    rows = rows_with(job, getattr(request, "refused_texts", {}))
    return {
        "request": request,
        "job": job,
        "waiting": [row for row in rows if row.kind != "machine"],
        "machine": [row for row in rows if row.kind == "machine"],
        "with_matches": len([row for row in rows if row.matches]),
    }
