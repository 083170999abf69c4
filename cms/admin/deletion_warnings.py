"""Tell editors what was deleted that their page uses."""

from collections import defaultdict
from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from cms.content.translatable import TranslatableSnippet, query_translation_records
from cms.references.deletions import list_open_references
from cms.references.models import BrokenReference, Deletion
from cms.translation.publication_messages import format_day


def warn_of_used_deletions(request: HttpRequest, draft: Page | TranslatableSnippet) -> None:
    """Say above the form of a page or snippet what was deleted that it uses.

    Not above a translation: its source is mended. One query where nothing is missing.
    """
    if request.method != "GET":
        return
    rows = list_open_references(draft)
    if rows and not query_translation_records(draft).exists():
        messages.warning(request, deletions_text(rows))


def deletions_text(rows: list[BrokenReference]) -> str:
    text = _(
        "Deleted, and used here: %(losses)s. Visitors do not see it. You may publish the page as it"
        " is, or choose something else in its place."
    )
    fields: dict[Deletion, dict[str, None]] = defaultdict(dict)
    for row in rows:
        fields[row.deletion][row.field_label] = None
    losses = (describe_deletion(deletion, labels) for deletion, labels in fields.items())
    return text % {"losses": "; ".join(losses)}


def describe_deletion(deletion: Deletion, labels: Iterable[str]) -> str:
    """Return the title of what was deleted, what it was, where it stood, and since when it is
    gone."""
    title = _("without a known title")
    if deletion.title:
        title = _("“%(title)s”") % {"title": deletion.title}
    parts = [deletion.kind, ", ".join(labels), format_day(deletion.deleted_at)]
    return f"{title} ({'; '.join(parts)})"
