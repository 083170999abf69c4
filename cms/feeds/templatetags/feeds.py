"""What a page of the site says of its feeds."""

from typing import Any

from django import template

from cms.feeds.content import address
from cms.feeds.registry import FEEDS
from cms.feeds.views import FORMATS

register = template.Library()


@register.filter
def with_its_own(feeds: list[dict[str, Any]] | None, page: dict[str, Any]) -> list[dict[str, Any]]:
    """The feeds of the whole site, and before them the page's own if it has any others."""
    feeds = feeds or []
    if page["type"] not in FEEDS:
        return feeds
    own = [
        {"title": page["title"], "format": form, "url": address(page["path"], form)}
        for form in FORMATS
    ]
    known = {feed["url"] for feed in feeds}
    return [feed for feed in own if feed["url"] not in known] + feeds
