"""What the search's index holds of the documents, where it is in the database."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from modelsearch.conf import get_app_config

from cms.search.models import Document
from cms.store.models import Entry


def indexed() -> list[dict[str, Any]]:
    """The index's rows: Wagtail's own, of pages, are nobody's but the back office's."""
    rows = get_app_config().get_model("IndexEntry").objects
    kind = ContentType.objects.get_for_model(Document)
    return list(rows.filter(content_type=kind).order_by("object_id").values())


def ids() -> dict[str, set[str]]:
    """Which entries each part of the search knows, and which it should."""
    live = Entry.objects.filter(live=True, memberships__name="all")
    return {
        "entries": {str(pk) for pk in live.values_list("pk", flat=True)},
        "documents": set(Document.objects.values_list("pk", flat=True)),
        "index": {row["object_id"] for row in indexed()},
    }
