"""What the value of a parameter may be: each kind says in its error what it accepts."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import is_naive, make_aware
from rest_framework import serializers

from cms.content.entry_types import list_field_names
from cms.store import cursors

# A space before the offset at the end of a moment.
UNESCAPED_ZONE = re.compile(r"(?<=\d) (\d\d:\d\d)\Z", re.ASCII)


class ChoiceField(serializers.ChoiceField):
    """One of a few words; whatever else is given is told them."""

    def __init__(self, choices: Iterable[str], **kwargs: Any) -> None:
        names = list(choices)
        message = f"“{{input}}” is none of: {', '.join(names)}."
        super().__init__(names, error_messages={"invalid_choice": message}, **kwargs)


class LocaleField(serializers.ChoiceField):
    """A language of the site."""

    def __init__(self, **kwargs: Any) -> None:
        codes = [code for code, _ in settings.LANGUAGES]
        message = f"“{{input}}” is no language of this site; there are: {', '.join(codes)}."
        super().__init__(codes, error_messages={"invalid_choice": message}, **kwargs)


class NumberField(serializers.IntegerField):
    """A whole number between two bounds; whatever else is given is told both of them."""

    def __init__(self, least: int, most: int, **kwargs: Any) -> None:
        message = f"A whole number from {least} to {most}."
        names = ("invalid", "min_value", "max_value", "max_string_length")
        super().__init__(
            min_value=least, max_value=most, error_messages=dict.fromkeys(names, message), **kwargs
        )

    def to_internal_value(self, data: Any) -> int:
        # Python reads more as a number: 1_0, ١, 1.0.
        if not re.fullmatch(r"-?[0-9]+", data):
            self.fail("invalid")
        return super().to_internal_value(data)


class CursorField(serializers.RegexField):
    """A place in a list, as an earlier answer has it."""

    def __init__(self, **kwargs: Any) -> None:
        message = (
            "A `cursor` from `next` or `previous` of the same list with the same parameters, as it"
            " was given."
        )
        names = ("invalid", "blank", "max_length")
        super().__init__(
            f"^[A-Za-z0-9_-]{{1,{cursors.MAX_ENCODED_LENGTH}}}\\Z",
            required=False,
            trim_whitespace=False,
            error_messages=dict.fromkeys(names, message),
            **kwargs,
        )


class MomentField(serializers.Field):
    """A day, or a moment with its zone, in ISO 8601; a day is read as one of Europe/Sofia."""

    YEARS = range(1900, 9000)
    # Python reads more of ISO 8601, such as weeks, and digits of any script.
    FORM = re.compile(
        r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?)?", re.ASCII
    )

    def __init__(self, end: bool = False, **kwargs: Any) -> None:
        # Whether a day means its end, so that it is counted in.
        self.end = end
        super().__init__(required=False, **kwargs)

    def to_internal_value(self, data: str) -> datetime:
        # A plus that was not escaped arrives as a space.
        text = UNESCAPED_ZONE.sub(r"+\1", data)
        try:
            moment = self._moment(text) if self.FORM.fullmatch(text) else None
        except ValueError:
            moment = None
        if moment is None or moment.year not in self.YEARS:
            raise serializers.ValidationError(
                "A day such as 2026-01-31, or a moment such as 2026-01-31T09:00:00+02:00."
            )
        # PostgreSQL reads no zone beyond ±15:59.
        return make_aware(moment) if is_naive(moment) else moment.astimezone(UTC)

    def _moment(self, text: str) -> datetime | None:
        if "T" in text:
            return parse_datetime(text)
        day = parse_date(text)
        if day is None or day.year not in self.YEARS:
            return None
        return datetime.combine(day + timedelta(days=self.end), time.min)


class FieldsField(serializers.Field):
    """Names of an entry's fields, with commas between them."""

    def __init__(self, types: Iterable[str], **kwargs: Any) -> None:
        self.known = list_field_names(types)
        super().__init__(required=False, **kwargs)

    def to_internal_value(self, data: str) -> tuple[str, ...]:
        names = tuple(name.strip() for name in data.split(","))
        unknown = [name for name in names if name not in self.known]
        if unknown:
            raise serializers.ValidationError(
                f"There is no field “{unknown[0]}”; there are: {', '.join(sorted(self.known))}."
            )
        return names
