"""What templates ask of feeds."""

from django import template

from cms.content.entry_types import feeds_by_type
from cms.core.json_types import JSON
from cms.feeds.feed_document import about, address
from cms.feeds.renderers import FORMATS
from cms.languages.bidi import dir_attribute, isolate_in_span
from cms.languages.names import direction, native_name

register = template.Library()
register.filter("native_name", native_name)
register.filter("direction", direction)
register.filter("isolate_in_span", isolate_in_span)
register.filter("dir_attribute", dir_attribute)


@register.simple_tag(takes_context=True)
def feeds_near(context: template.Context) -> list[JSON]:
    """The feeds that concern a page: its own, if it has any, those of the whole site, and those of
    what it is about."""
    site, page = context.get("site"), context.get("page")
    feeds: list[JSON] = site["feeds"] if site else []
    if not page:
        return feeds
    own = _of(page, *FORMATS) if page["type"] in feeds_by_type() else []
    others = [feed for card in about(page) for feed in _of(card, "rss")]
    return list({feed["url"]: feed for feed in [*own, *feeds, *others]}.values())


def _of(head: JSON, *forms: str) -> list[JSON]:
    """The feeds of what a page heads, by its entry or its card."""
    return [
        {"title": head["title"], "format": form, "url": address(head["path"], form)}
        for form in forms
    ]
