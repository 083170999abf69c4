"""Who else has the same translation open: Wagtail's editing sessions, which its own editor has."""

from django.contrib.admin.utils import quote
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from cms.content.publishable import Translatable
from cms.upstream.wagtail_admin import EditingSession, EditingSessionsModule, get_user_display_name


def record_presence(request: HttpRequest, content: Translatable) -> EditingSessionsModule:
    """Note that somebody has opened a page or snippet; the module goes on asking who else has."""
    EditingSession.cleanup()
    model = Page if isinstance(content, Page) else content._meta.model
    session = EditingSession.objects.create(
        user=request.user,
        content_type=ContentType.objects.get_for_model(model),
        object_id=content.pk,
        last_seen_at=timezone.now(),
    )
    options = model._meta
    url_args = (options.app_label, options.model_name, quote(content.pk), session.pk)
    return EditingSessionsModule(
        session,
        reverse("wagtailadmin_editing_sessions:ping", args=url_args),
        reverse("wagtailadmin_editing_sessions:release", args=[session.pk]),
        [],
    )


def other_editors(module: EditingSessionsModule) -> list[str]:
    """The names of the others who have it open."""
    own_session = module.current_session
    sessions = (
        EditingSession.objects.available()
        .filter(content_type=own_session.content_type, object_id=own_session.object_id)
        .exclude(user=own_session.user)
        .select_related("user")
    )
    return sorted({get_user_display_name(session.user) for session in sessions})
