"""What may stand in a request's query, and what each accepts. Anything else is a 400."""

from typing import Any

from django.conf import settings
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.serializers import as_serializer_error


class Parameters(serializers.Serializer):
    """Refuses parameters it does not know, and one that is given twice."""

    def __init__(self, request: Request) -> None:
        super().__init__(data=request.query_params.dict())
        self._given = request.query_params

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        wrong: dict[str, Any] = {
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


class LocaleField(serializers.ChoiceField):
    """A language of the site."""

    def __init__(self, **kwargs: Any) -> None:
        codes = [code for code, _ in settings.LANGUAGES]
        message = f"“{{input}}” is no language of this site; there are: {', '.join(codes)}."
        super().__init__(codes, error_messages={"invalid_choice": message}, **kwargs)


class NumberField(serializers.IntegerField):
    """A whole number between two bounds; whatever else is given is told both of them."""

    def __init__(self, least: int, most: int, default: int) -> None:
        message = f"A whole number from {least} to {most}."
        names = ("invalid", "min_value", "max_value", "max_string_length")
        super().__init__(
            min_value=least,
            max_value=most,
            default=default,
            error_messages=dict.fromkeys(names, message),
        )


class NoParameters(Parameters):
    """An endpoint that takes none."""


class OneParameters(Parameters):
    locale = LocaleField(required=False)


class ListParameters(Parameters):
    locale = LocaleField(required=False, default="")
    limit = NumberField(1, 100, default=20)
    # Beyond this nobody pages; the change log is the way through a whole store.
    offset = NumberField(0, 1_000_000, default=0)


def read(parameters: type[Parameters], request: Request) -> dict[str, Any]:
    """Return the checked parameters of a request; a wrong one is a 400 that names it."""
    given = parameters(request)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)
