"""What templates ask of feeds."""

from typing import Any

from django import template

from cms.feeds.content import about, address
from cms.feeds.documents import FORMATS
from cms.feeds.registry import FEEDS
from cms.languages import native_name

register = template.Library()
register.filter("native_name", native_name)


@register.simple_tag(takes_context=True)
def feeds_near(context: template.Context) -> list[dict[str, Any]]:
    """The feeds that concern a page: its own, if it has any, those of the whole site, and those of
    what it is about."""
    site, page = context.get("site"), context.get("page")
    feeds: list[dict[str, Any]] = site["feeds"] if site else []
    if not page:
        return feeds
    own = _of(page, *FORMATS) if page["type"] in FEEDS else []
    others = [feed for card in about(page) for feed in _of(card, "rss")]
    return list({feed["url"]: feed for feed in [*own, *feeds, *others]}.values())


def _of(head: dict[str, Any], *forms: str) -> list[dict[str, Any]]:
    """The feeds of what a page heads, by its entry or its card."""
    return [
        {"title": head["title"], "format": form, "url": address(head["path"], form)}
        for form in forms
    ]
