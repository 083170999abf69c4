"""Parameters that narrow a list: each knows which lists of the store its value stands for."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from rest_framework import serializers

from cms.api.fields import ChoiceField, MomentField, NumberField
from cms.content import dependency_keys
from cms.store.list_query import ListQuery, RelatedTo


class Filter(serializers.Field):
    """A parameter that narrows a list.

    Every entry of the lists that its values stand for is in the list `within`, if it is given:
    that one need not be asked for besides.
    """

    within = ""

    def narrow(self, query: ListQuery, value: Any) -> ListQuery:
        raise NotImplementedError


class FacetField(Filter, ChoiceField):
    """One of a few words, each of which has a list: `<kind>:<word>`."""

    def __init__(self, kind: str, choices: Iterable[str], within: str = "", **kwargs: Any) -> None:
        self.kind, self.within = kind, within
        super().__init__(choices, required=False, **kwargs)

    def narrow(self, query: ListQuery, value: str) -> ListQuery:
        return replace(query, facets=(*query.facets, f"{self.kind}:{value}"))


class TextFacetField(Filter, serializers.CharField):
    """A text that entries say, to the letter."""

    def __init__(self, kind: str, within: str = "", **kwargs: Any) -> None:
        self.kind, self.within = kind, within
        super().__init__(required=False, max_length=255, **kwargs)

    def narrow(self, query: ListQuery, value: str) -> ListQuery:
        return replace(query, facets=(*query.facets, dependency_keys.text_facet(self.kind, value)))


class RelatedEntryField(Filter, serializers.CharField):
    """An entry by its id or, of one `type`, its slug, or else its path: the list of its own."""

    def __init__(
        self,
        kind: str,
        type: str = "",
        all_locales: bool = False,
        within: str = "",
        **kwargs: Any,
    ) -> None:
        self.kind, self.type, self.all_locales = kind, type, all_locales
        self.within = within
        super().__init__(required=False, max_length=2000, **kwargs)

    def narrow(self, query: ListQuery, value: str) -> ListQuery:
        related_to = RelatedTo(self.kind, value, self.type, self.all_locales)
        return replace(
            query,
            related=(*query.related, related_to),
            exclude_related=query.exclude_related or self.all_locales,
        )


class RangeField(Filter, MomentField):
    """An end of a range of moments, by the selection's name for it."""

    def __init__(self, bound: str, **kwargs: Any) -> None:
        self.bound = bound
        super().__init__(**kwargs)

    def narrow(self, query: ListQuery, value: datetime) -> ListQuery:
        return replace(query, **{self.bound: value})  # type: ignore[arg-type]


class YearField(Filter, NumberField):
    def __init__(self, within: str, **kwargs: Any) -> None:
        self.within = within
        super().__init__(1900, 9000, required=False, **kwargs)

    def narrow(self, query: ListQuery, value: int) -> ListQuery:
        return replace(query, facets=(*query.facets, f"year:{value}"))
