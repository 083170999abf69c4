"""The search's table: what is looked through, and what the hits are shown with."""

import json

from django.db import models
from wagtail.search import index

from cms.core.json_types import JSON
from cms.search import extraction
from cms.search.analysis import list_typed_words
from cms.search.index_texts import build_index_text
from cms.store.models import Entry


class Document(index.Indexed, models.Model):
    """One live entry that stands in lists, as the search knows it."""

    # The entry's id as text: the search's own tables know what they index by such.
    id = models.CharField(max_length=36, primary_key=True)
    entry = models.OneToOneField(Entry, models.CASCADE, related_name="+")
    locale = models.CharField(max_length=12)
    type = models.CharField(max_length=32)
    # As a reader sees them.
    heading = models.TextField()
    text = models.TextField()
    # The keys of their words (cms.search.analysis). Wagtail's search knows a field called title.
    title = models.TextField()
    body = models.TextField()
    # The words of the heading, for completions.
    beginnings = models.TextField()

    # `indexing` does it, in the transaction of the entry.
    search_auto_update = False
    search_fields = [
        index.SearchField("title", boost=10),
        index.SearchField("body"),
        index.AutocompleteField("beginnings"),
        index.FilterField("locale"),
        index.FilterField("type"),
    ]

    def __str__(self) -> str:
        return self.heading

    @classmethod
    def from_entry(cls, entry: Entry) -> "Document":
        """Return the document that a live entry makes, unsaved. No query."""
        whole = json.loads(entry.full_json)
        heading, text = extraction.extract_title(whole), extraction.extract_text(whole)
        return cls(
            id=str(entry.pk),
            entry_id=entry.pk,
            locale=entry.locale,
            type=entry.type,
            heading=heading,
            text=text,
            title=build_index_text(heading, entry.locale),
            body=build_index_text(text, entry.locale),
            beginnings=" ".join(list_typed_words(heading, entry.locale)),
        )

    def content(self) -> JSON:
        """All that may differ from what its entry makes now."""
        return {name: getattr(self, name) for name in CONTENT}


class IndexVersion(models.Model):
    """What the back office's part of the index was made with (cms.search.reindexing); one row."""

    version = models.TextField()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.version


CONTENT = ["locale", "type", "heading", "text", "title", "body", "beginnings"]
