"""What the back office's own templates need besides Wagtail's tags."""

from django import template
from django.conf import settings
from django.template import Context

from cms.admin import error_pages
from cms.languages.names import get_direction

register = template.Library()
register.filter("direction", get_direction)


@register.simple_tag
def site_name() -> str:
    """Return the name that the back office goes by."""
    return settings.WAGTAIL_SITE_NAME


@register.inclusion_tag("backoffice/session.html", takes_context=True)
def session_dialog(context: Context) -> dict[str, object]:
    """Render what logs a user in again above the open page (cms.admin.sessions)."""
    request = context.get("request")
    return {
        "user": request.user if request else None,
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
    }


@register.simple_tag(takes_context=True)
def previous_screen(context: Context) -> str:
    """Return the address of the screen that led to the one that is rendered, or ""."""
    return error_pages.previous_screen(context["request"])
