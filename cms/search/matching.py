"""Searching models that no index has: people, groups, redirects, workflows.

There are few of each, so their rows are read and compared here, by the same words as the index.
"""

from typing import TypeVar

from django.db.models import Model, QuerySet

from cms.search import extraction, word_parts
from cms.search.backoffice_texts import (
    iterate_word_tokens,
    list_form_tokens,
    list_languages,
    list_spellings,
)
from cms.search.clean_queries import MAX_LENGTH, MAX_WORDS
from cms.search.terms import Term, split_terms

M = TypeVar("M", bound=Model)
# SQLite takes 32,766 parameters in a query.
MAX_ROWS = 30_000


def filter_matching(queryset: "QuerySet[M]", fields: list[str], question: str) -> "QuerySet[M]":
    """Return what has the question in one of its fields, or all its words in any form. Two queries.

    The last word may be unfinished.
    """
    asked = Question(question)
    rows = queryset.order_by().values_list("pk", *fields)
    keys = [key for key, *texts in rows if asked.matches([str(text) for text in texts if text])]
    return queryset.filter(pk__in=keys[:MAX_ROWS])


class Question:
    def __init__(self, question: str) -> None:
        words = question[:MAX_LENGTH].split()[:MAX_WORDS]
        self.text = extraction.clean_text(" ".join(words))
        self.part = self.text.casefold()
        self.terms = list(split_terms(self.text))[:MAX_WORDS]
        self.languages = list_languages("")

    def matches(self, texts: list[str]) -> bool:
        """Whether one of these texts has the question as a part, or they have all its words."""
        whole = [extraction.clean_text(text) for text in texts]
        if self.part and any(self.part in text.casefold() for text in whole):
            return True
        tokens = {token for text in whole for token in iterate_word_tokens(text, self.languages)}
        unfinished = self.terms[-1:]
        return bool(self.terms) and all(
            self._has(tokens, term, term in unfinished) for term in self.terms
        )

    def _has(self, tokens: set[str], term: Term, unfinished: bool) -> bool:
        *before, last = term.words
        apart = all(self._word(tokens, word) for word in before)
        if apart and self._word(tokens, last, unfinished):
            return True
        return bool(term.as_one) and self._word(tokens, term.as_one, unfinished)

    def _word(self, tokens: set[str], word: str, unfinished: bool = False) -> bool:
        if not tokens.isdisjoint(list_form_tokens(word, self.languages)):
            return True
        parts = {each for code in self.languages for each in word_parts.list_beginnings(word, code)}
        beginnings = (*parts, *(list_spellings(word) if unfinished else ()))
        return any(token.startswith(beginnings) for token in tokens)
