"""What templates ask of feeds."""

from django import template

from cms.content.entry_types import get_feeds_by_type
from cms.core.json_types import JSON
from cms.feeds.feed_document import build_description, get_feed_url
from cms.feeds.renderers import FORMATS
from cms.languages.bidi import build_dir_attribute, isolate_in_span
from cms.languages.names import get_direction, get_native_name

register = template.Library()
register.filter("native_name", get_native_name)
register.filter("direction", get_direction)
register.filter("isolate_in_span", isolate_in_span)
register.filter("dir_attribute", build_dir_attribute)


@register.simple_tag(takes_context=True)
def feeds_near(context: template.Context) -> list[JSON]:
    """The feeds that concern a page: its own, if it has any, those of the whole site, and those of
    what it is about."""
    site, page = context.get("site"), context.get("page")
    feeds: list[JSON] = site["feeds"] if site else []
    if not page:
        return feeds
    own = _build_feeds(page, *FORMATS) if page["type"] in get_feeds_by_type() else []
    others = [feed for card in build_description(page) for feed in _build_feeds(card, "rss")]
    return list({feed["url"]: feed for feed in [*own, *feeds, *others]}.values())


def _build_feeds(list_page: JSON, *forms: str) -> list[JSON]:
    """The feeds of what a page shows, by its entry or its card."""
    return [
        {"title": list_page["title"], "format": form, "url": get_feed_url(list_page["path"], form)}
        for form in forms
    ]
