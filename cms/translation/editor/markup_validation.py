"""What a translation may contain: the source's links, and simple tags that are closed."""

import re
from html.parser import HTMLParser

from django.utils.translation import gettext as _
from wagtail_localize.strings import StringValue, extract_ids, validate_translation_links

from cms.upstream.wagtail_localize import INLINE_TAGS

VOID = "br"
# More letters than any paragraph has, tags included, and more tags within each other.
MAX_LENGTH, MAX_DEPTH = 100_000, 20
# A tag without an end, for which Python's parser looks again and again.
BROKEN_TAG = re.compile(r"<[A-Za-z/!?][^<>]*(?=<|\Z)")


class _Tags(HTMLParser):
    """Finds the first tag that is not allowed, or not opened and closed in pairs."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.fault = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in INLINE_TAGS:
            allowed = ", ".join(f"<{name}>" for name in INLINE_TAGS)
            self._found(
                _("<%(tag)s> is not allowed here, only %(allowed)s.")
                % {"tag": tag, "allowed": allowed}
            )
        elif tag != VOID:
            self.open.append(tag)
            if len(self.open) > MAX_DEPTH:
                self._found(_("There are too many tags within each other."))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        elif tag != VOID:
            self._found(_("</%(tag)s> closes no tag that is open there.") % {"tag": tag})

    def _found(self, fault: str) -> None:
        self.fault = self.fault or fault


def find_fault(source: str, translation: str) -> str:
    """Say what is wrong with the tags and letters of a translation; "" when nothing is."""
    if "\0" in translation:
        return _("There is a letter in it that cannot be kept. Type the text anew.")
    if len(translation) > MAX_LENGTH:
        text = _("At most %(limit)s letters fit here, and these are %(length)s.")
        return text % {"limit": MAX_LENGTH, "length": len(translation)}
    if "<" not in source + translation:
        return ""
    if broken := BROKEN_TAG.search(translation):
        return _("“%(tag)s” is no tag that is known here.") % {"tag": broken[0][:40]}
    tags = _Tags()
    tags.feed(translation)
    tags.close()
    if tags.fault:
        return tags.fault
    if tags.open:
        return _("<%(tag)s> is not closed: add </%(tag)s>.") % {"tag": tags.open[-1]}
    if lost := sorted(extract_ids(source) - extract_ids(translation)):
        return _('The link <a id="%(id)s"> of the source is missing.') % {"id": lost[0]}
    try:
        StringValue.from_translated_html(translation)
        validate_translation_links(source, translation)
    except ValueError as error:
        return str(error)
    return ""
