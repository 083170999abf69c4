"""Publishing a translation whose source is not public yet, or no longer: say so.

wagtail-localize would say that it is published.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail_localize.models import Translation

from cms.content.publishable import Translatable
from cms.permissions.rules import can_publish
from cms.translation.editor.actions import redirect_to_editor, register_action
from cms.translation.publication_messages import translation_notice
from cms.upstream.wagtail_localize import edit_translation


@register_action("publish")
def publish(
    request: HttpRequest, translation: Translation, content: Translatable, argument: str
) -> HttpResponse:
    """Publish a translation, or schedule it with its source. The guards have asked whether it is
    whole."""
    if not can_publish(request.user, content):
        raise PermissionDenied
    notice = translation_notice(content)
    if not notice:
        return edit_translation(request, translation, content)
    try:
        translation.save_target(user=request.user, publish=True)
    except ValidationError:
        messages.error(request, _("A translation does not fit its field: below it says which."))
    else:
        messages.success(request, notice)
    return redirect_to_editor(request)
