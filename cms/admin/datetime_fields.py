"""Form fields for moments: what nobody touched stays, and the hour that a clock shows twice counts.

Where clocks are put back, an hour of the night comes twice (Sofia: the last Sunday of October, from
3:00 to 4:00). Django refuses it, so whatever has a moment in it could not be saved any more.
"""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import BaseForm
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import register_form_field_override

from cms.upstream.wagtail_admin import AdminDateTimeInput


class MomentField(forms.DateTimeField):
    """A field whose text tells whole minutes, and whose value may be more precise."""

    _initial_moment: datetime | None = None

    def get_bound_field(self, form: BaseForm, field_name: str) -> Any:
        """Remember the moment that the form shows; every form has a copy of the field."""
        moment = form.initial.get(field_name)
        self._initial_moment = moment if isinstance(moment, datetime) else None
        return super().get_bound_field(form, field_name)

    def to_python(self, value: Any) -> datetime | None:
        """Return the form's own moment where its text comes back as it was shown.

        Of an hour that comes twice it is the first; an offset (“2026-10-25 03:30+02:00”) tells the
        second. Raises ValidationError about one that is skipped.
        """
        if self._is_untouched(value):
            return self._initial_moment
        try:
            return super().to_python(value)
        except ValidationError as error:
            if error.code != "ambiguous_timezone":
                raise
            return _resolve((error.params or {})["datetime"])

    def has_changed(self, initial: object, data: object) -> bool:
        return not self._is_untouched(data) and super().has_changed(initial, data)

    def _is_untouched(self, value: Any) -> bool:
        if self._initial_moment is None or not isinstance(value, str):
            return False
        shown = self.widget.format_value(self.prepare_value(self._initial_moment))
        return value.strip() == shown


def register() -> None:
    """Have the forms of all models use it."""
    register_form_field_override(
        models.DateTimeField, override={"widget": AdminDateTimeInput, "form_class": MomentField}
    )


def _resolve(naive: datetime) -> datetime:
    """Return the first moment at which clocks show this time.

    Raises ValidationError where they are put forward past it.
    """
    # In UTC: Python takes a moment of such an hour for another than the same one of another zone.
    moment = timezone.make_aware(naive).astimezone(UTC)
    displayed = timezone.localtime(moment)
    if timezone.make_naive(displayed) != naive:
        message = _("Clocks skip this hour on that day: choose another time, such as %(time)s.")
        raise ValidationError(message % {"time": time_format(displayed, "H:i")}, code="skipped")
    return moment
