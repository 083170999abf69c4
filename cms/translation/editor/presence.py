"""Who else has the same translation open: Wagtail's editing sessions, which its own editor has."""

from typing import Any

from django.contrib.admin.utils import quote
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.admin.ui.editing_sessions import EditingSessionsModule
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Page


def enter(request: HttpRequest, thing: Any) -> EditingSessionsModule:
    """Note that somebody has opened a page or snippet; the module goes on asking who else has."""
    EditingSession.cleanup()
    model = Page if isinstance(thing, Page) else type(thing)
    session = EditingSession.objects.create(
        user=request.user,
        content_type=ContentType.objects.get_for_model(model),
        object_id=thing.pk,
        last_seen_at=timezone.now(),
    )
    options = model._meta
    place = (options.app_label, options.model_name, quote(thing.pk), session.pk)
    return EditingSessionsModule(
        session,
        reverse("wagtailadmin_editing_sessions:ping", args=place),
        reverse("wagtailadmin_editing_sessions:release", args=[session.pk]),
        [],
    )


def others(module: EditingSessionsModule) -> list[str]:
    """The names of the others who have it open."""
    mine = module.current_session
    found = (
        EditingSession.objects.available()
        .filter(content_type=mine.content_type, object_id=mine.object_id)
        .exclude(user=mine.user)
        .select_related("user")
    )
    return sorted({get_user_display_name(session.user) for session in found})
