"""The search's table: what is looked through, and what the hits are shown with."""

import json
from itertools import chain
from typing import Any

from django.db import models
from wagtail.search import index

from cms.search import texts
from cms.search.words import compounds, keys, words
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
    # The keys of their words (cms.search.words). Wagtail's search knows a field called title.
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
    def of(cls, entry: Entry) -> "Document":
        """Return the document that a live entry makes, unsaved. No query."""
        whole = json.loads(entry.whole)
        heading, text = texts.title(whole), texts.text(whole)
        return cls(
            id=str(entry.pk),
            entry_id=entry.pk,
            locale=entry.locale,
            type=entry.type,
            heading=heading,
            text=text,
            title=_keys(heading, entry.locale),
            body=_keys(text, entry.locale),
            beginnings=" ".join(word for _, _, word in words(heading)),
        )

    def content(self) -> dict[str, Any]:
        """All that may differ from what its entry makes now."""
        return {name: getattr(self, name) for name in CONTENT}


CONTENT = ["locale", "type", "heading", "text", "title", "body", "beginnings"]


def _keys(text: str, locale: str) -> str:
    spellings = chain(words(text), compounds(text))
    return " ".join(key for _, _, word in spellings for key in sorted(keys(word, locale)))
