"""What may stand in a request's query. Anything else is a 400.

A parameter's `help_text` is its description in the API's schema.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import reduce
from typing import Any

from django.conf import settings
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.serializers import as_serializer_error

from cms.api.fields import ChoiceField, CursorField, FieldsField, LocaleField, NumberField
from cms.api.filters import FacetField, Filter, RangeField, RelatedEntryField
from cms.content.entry_types import TYPES
from cms.store.cursors import Cursor, InvalidCursorError, decode_cursor
from cms.store.list_query import ListQuery

# A request's parameters by name, each as its field reads it.
Values = dict[str, Any]


class Parameters(serializers.Serializer):
    """Refuses parameters it does not know, and one that is given twice."""

    def __init__(self, *args: Any, request: Request | None = None, **kwargs: Any) -> None:
        if request is not None:
            kwargs["data"] = request.query_params.dict()
            self._given = request.query_params
        super().__init__(*args, **kwargs)

    def get_fields(self) -> dict[str, serializers.Field]:
        """One that is called as something of Python's or DRF's has a line at its end here."""
        return {name.rstrip("_"): field for name, field in super().get_fields().items()}

    def to_internal_value(self, data: Any) -> Values:
        wrong: Values = {
            name: f"There is no such parameter; there are: {', '.join(self.fields) or 'none'}."
            for name in self._given
            if name not in self.fields
        }
        wrong |= {
            name: "Give it once." for name in self._given if len(self._given.getlist(name)) > 1
        }
        try:
            values = super().to_internal_value(data)
        except serializers.ValidationError as error:
            raise serializers.ValidationError(wrong | as_serializer_error(error)) from None
        if wrong:
            raise serializers.ValidationError(wrong)
        return values


class NoParameters(Parameters):
    """An endpoint that takes none."""


class SiteParameters(Parameters):
    locale = LocaleField(
        default=settings.LANGUAGE_CODE, help_text="The language; by default the site's first."
    )


class ResolveParameters(Parameters):
    path = serializers.RegexField(
        r"^/[^/]",
        max_length=2000,
        error_messages={"invalid": "A path of the site, such as /bg/novini/."},
        help_text="The path of a page's address, with its query if it has one, escaped.",
    )

    def validate_path(self, path: str) -> str:
        """Every page's path ends with a slash."""
        # Python would leave them out: of "/\t/host" the rest is another address.
        if not path.isprintable():
            raise serializers.ValidationError("A path of the site, such as /bg/novini/.")
        before, mark, query = path.partition("?")
        return f"{before.rstrip('/')}/{mark}{query}"


class ChangesParameters(Parameters):
    cursor = serializers.RegexField(
        r"^[0-9a-f]{1,15}$",
        required=False,
        error_messages={"invalid": "The `cursor` of an earlier answer, as it was given."},
        help_text="The `cursor` of the last answer; without it, the log is told from its start.",
    )
    limit = NumberField(1, 100, default=100, help_text="How many changes an answer holds at most.")


class EntryParameters(Parameters):
    """Of one entry."""

    locale = LocaleField(required=False, help_text="The same page in this language.")
    fallback = LocaleField(
        required=False,
        help_text="The language to show where the page is not public in `locale`; its state is"
        " then `fallback`.",
    )

    def validate(self, values: Values) -> Values:
        return _check_fallback(values)


class ListQueryParameters(Parameters):
    """Of whatever is made of a list. A section's own adds filters."""

    locale = LocaleField(
        required=False, help_text="Only this language; without it, a list holds all of them."
    )
    fallback = LocaleField(
        required=False,
        help_text="With `locale`: a language that fills in what is not public in that one. Such"
        " an item's state is `fallback`; no page stands in a list twice.",
    )
    updated_after = RangeField(
        "updated_after", help_text="Only what was updated after this moment."
    )

    def validate(self, values: Values) -> Values:
        return _check_fallback(values)

    def select(self, query: ListQuery) -> ListQuery:
        """What the parameters, once they are checked, leave of a list."""
        values = self.validated_data
        chosen = replace(
            query,
            locale=values.get("locale", ""),
            fallback=values.get("fallback", ""),
            order=values.get("order", query.order),
        )
        filters = [
            (field, values[name])
            for name, field in self.fields.items()
            if isinstance(field, Filter) and name in values
        ]
        implied = {field.within for field, _ in filters}
        kept = tuple(facet for facet in chosen.facets if facet not in implied)
        return reduce(
            lambda narrowed, pair: pair[0].narrow(narrowed, pair[1]),
            filters,
            replace(chosen, facets=kept),
        )


class ListParameters(ListQueryParameters):
    """Of a list that is read page by page; a section's own says in a sentence what it lists."""

    order = ChoiceField(
        ["published_at", "-published_at", "updated_at", "-updated_at", "title", "-title"],
        required=False,
        help_text="What to sort by; `-` reverses.",
    )
    limit = NumberField(1, 100, default=20, help_text="How many items an answer holds at most.")
    # Beyond this nobody pages; the change log is the way through a whole store.
    offset = NumberField(
        0,
        1_000_000,
        default=0,
        help_text="How many items to leave out first. What is published meanwhile shifts the"
        " pages; `cursor` is not affected.",
    )
    cursor = CursorField(
        help_text="The place of a page, as `next` and `previous` of an earlier answer have it; not"
        " together with `offset`."
    )

    # The kinds of entry that stand in the list.
    types: tuple[str, ...] = ()

    def validate(self, values: Values) -> Values:
        if "cursor" in values and "offset" in self._given:
            message = "Give either `cursor` or `offset`."
            raise serializers.ValidationError({"cursor": message, "offset": message})
        return super().validate(values)

    def select(self, query: ListQuery) -> ListQuery:
        chosen = super().select(query)
        if text := self.validated_data.get("cursor"):
            return replace(chosen, cursor=self._decoded(text, chosen))
        return chosen

    def _decoded(self, text: str, chosen: ListQuery) -> Cursor:
        try:
            return decode_cursor(text, chosen.order, chosen.fingerprint())
        except InvalidCursorError:
            message = self.fields["cursor"].error_messages["invalid"]
            raise serializers.ValidationError({"cursor": message}) from None

    def get_fields(self) -> dict[str, serializers.Field]:
        picked = FieldsField(
            self.types,
            help_text="The fields each item has, with commas between them; by default all but"
            " those that are left out of lists, such as `body`. The items of the answer are then"
            " a part of what is described, with no other fields.",
        )
        return super().get_fields() | {"fields": picked}


class PagesParameters(ListParameters):
    """Everything that is public, of every kind."""

    parent_ = RelatedEntryField(
        "parent",
        help_text="Only the pages right below this one (an id or a path), in the order of the"
        " page tree unless `order` says otherwise.",
    )
    under = RelatedEntryField(
        "under", help_text="Only the pages anywhere below this one: an id or a path."
    )
    translation_of = RelatedEntryField(
        "translations",
        all_locales=True,
        help_text="Only the translations of this page: an id or a path.",
    )

    def get_fields(self) -> dict[str, serializers.Field]:
        # The kinds are known once every section's app is ready.
        self.types = tuple(kind.name for kind in TYPES.values() if kind.listed)
        kind = FacetField("type", self.types, help_text="Only this kind of page.")
        return {"type": kind} | super().get_fields()

    def select(self, query: ListQuery) -> ListQuery:
        values = self.validated_data
        children = "parent" in values and "order" not in values
        return super().select(replace(query, order="tree") if children else query)


def _check_fallback(values: Values) -> Values:
    if "fallback" in values and "locale" not in values:
        raise serializers.ValidationError(
            {"fallback": "Give `locale` too: the language that it stands in for."}
        )
    if values.get("fallback") == values.get("locale"):
        # Every page of a language is public in it: there is nothing to fill in.
        values.pop("fallback", None)
    return values


def check_parameters(parameters: type[Parameters], request: Request) -> Parameters:
    """Return the checked parameters of a request; a wrong one is a 400 that names it."""
    given = parameters(request=request)
    given.is_valid(raise_exception=True)
    return given


def read_parameters(parameters: type[Parameters], request: Request) -> Mapping[str, Any]:
    """Return the values of a request's parameters; a wrong one is a 400 that names it."""
    return check_parameters(parameters, request).validated_data
