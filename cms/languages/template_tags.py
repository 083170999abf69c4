"""What public templates need where the interface may be in another language than the content.

Every template has it (TEMPLATES in the settings): dates, numbers and lists by CLDR, and the
attributes that say which language an element is in.
"""

from django import template
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cms.languages import cldr
from cms.languages.interface import ENGLISH, get_content_language, is_same
from cms.languages.names import get_direction

register = template.Library()
register.simple_tag(get_content_language, name="content_language")
register.filter("direction", get_direction)


@register.simple_tag
def interface_lang(within: str = "") -> SafeString:
    """Return the attributes of an element of the interface: ` lang="en"`, and ` dir="ltr"` if the
    text around runs the other way.

    None where it has the language of the content, or of the element around it (`within`).
    """
    around, language = within or get_content_language(), _interface_language()
    if is_same(language, around):
        return SafeString("")
    if get_direction(language) == get_direction(around):
        return format_html(' lang="{}"', language)
    return format_html(' lang="{}" dir="{}"', language, get_direction(language))


@register.simple_tag
def label_lang() -> SafeString:
    """Return the attribute of an element whose name alone (`aria-label`) is of the interface; what
    is in it takes `content_lang`."""
    language = _interface_language()
    if is_same(language, get_content_language()):
        return SafeString("")
    return format_html(' lang="{}"', language)


@register.simple_tag
def content_lang(within: str = "") -> SafeString:
    """Return the attribute of content within an element that has `label_lang`, or that is in
    another language (`within`)."""
    language = get_content_language()
    if is_same(within or _interface_language(), language):
        return SafeString("")
    return format_html(' lang="{}"', language)


@register.filter
def as_date(moment: str | None) -> str:
    """Return "2026-01-15T09:00:00+02:00" as "15 January 2026", as readers of the content write it.

    The day is the one of the site's time zone. No moment gives "".
    """
    return _date(moment, get_content_language())


@register.filter
def as_date_in_sentence(moment: str | None) -> str:
    """Return the date for a sentence of the interface."""
    return _date(moment, _interface_language())


@register.filter
def as_number(value: int) -> str:
    """Return a number for a sentence of the interface: "12,345"."""
    return cldr.format_number(value, _interface_language())


@register.filter
def as_file_size(size: int) -> str:
    """Return bytes as "2.5 MB", as readers of the content write it."""
    return cldr.format_file_size(size, get_content_language())


@register.simple_tag
def list_separator() -> str:
    """Return what stands between items of content: ", " or "、"."""
    return cldr.get_list_separator(get_content_language())


def _date(moment: str | None, language: str) -> str:
    parsed = parse_datetime(moment or "")
    return cldr.format_long_date(parsed, language) if parsed else ""


def _interface_language() -> str:
    return get_language() or ENGLISH
