"""Tell editors when what they have published is not public yet, or no longer."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from cms.content.embargoes import is_expired
from cms.content.publishable import Translatable
from cms.content.translatable import find_embargo_of, find_source


def format_moment(moment: datetime) -> str:
    """Return a moment in the installation's time zone."""
    return date_format(timezone.localtime(moment), "j.m.Y, H:i")


def format_day(moment: datetime) -> str:
    """Return the day of a moment in the installation's time zone."""
    return date_format(timezone.localtime(moment), "j.m.Y")


def scheduled_notice(content: Translatable, moment: datetime) -> str:
    """Return that a page or snippet becomes public at a moment."""
    text = _("“%(title)s” (%(language)s) is scheduled for %(moment)s.")
    return text % (_named(content) | {"moment": format_moment(moment)})


def translation_notice(content: Translatable) -> str:
    """Return why a translation that is to be published will not be public at once; "" where it
    will."""
    embargo = find_embargo_of(content)
    if embargo and embargo.until:
        return scheduled_notice(content, embargo.until)
    source = find_source(content)
    return _expired_notice(content) if source and is_expired(source) else ""


def warn_about_unpublished(
    request: HttpRequest, action: str, contents: Iterable[Translatable], view: Any
) -> None:
    """After a bulk action: Wagtail says of all that they are published."""
    if action != "publish" or view.model is not Page:
        return
    for page in Page.objects.filter(pk__in=[content.pk for content in contents]):
        if not page.live and page.scheduled_revision:
            moment = page.scheduled_revision.approved_go_live_at
            messages.warning(request, scheduled_notice(page, moment))
        elif page.live and is_expired(page):
            messages.warning(request, _expired_notice(page))


def _expired_notice(content: Translatable) -> str:
    text = _("“%(title)s” (%(language)s) is not public: its expiry date has passed.")
    return text % _named(content)


def _named(content: Translatable) -> dict[str, str]:
    return {"title": str(content), "language": content.locale.get_display_name()}
