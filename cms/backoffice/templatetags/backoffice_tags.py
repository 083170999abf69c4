"""What the back office's own templates need besides Wagtail's tags."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def site_name() -> str:
    """Return the name that the back office goes by."""
    return settings.WAGTAIL_SITE_NAME
