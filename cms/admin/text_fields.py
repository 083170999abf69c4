"""Fields for texts of one line: a long one wraps, so that all of it can be read and corrected."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.db.models import Field
from wagtail.admin.forms.models import register_form_field_override

from cms.upstream.wagtail_admin import AdminAutoHeightTextInput

# Shorter ones, such as telephone numbers, fit into an ordinary field.
LONG_TEXT_LENGTH = 255


class OneLineInput(AdminAutoHeightTextInput):
    """A text area as high as its text. The Enter key breaks no line, and pasted breaks become
    spaces, as in an ordinary field."""

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs)
        self.attrs["data-controller"] += " w-action"
        self.attrs["data-action"] = "keydown.enter->w-action#noop:prevent"

    def value_from_datadict(
        self, data: Mapping[str, str], files: Mapping[str, UploadedFile], name: str
    ) -> Any:
        value = super().value_from_datadict(data, files, name)
        return " ".join(value.splitlines()) if isinstance(value, str) else value


def register() -> None:
    """Have every form of Wagtail's use it: titles, names, alternative texts, credits."""
    register_form_field_override(models.CharField, override=_override, exact_class=True)


def wrap_long_texts(fields: dict[str, forms.Field]) -> None:
    """The same for a form that Wagtail makes without asking `register_form_field_override`."""
    for field in fields.values():
        if not isinstance(field, forms.CharField) or type(field.widget) is not forms.TextInput:
            continue
        if (field.max_length or 0) >= LONG_TEXT_LENGTH:
            field.widget = OneLineInput(field.widget.attrs)


def _override(field: type[Field]) -> dict[str, object]:
    is_long_text = not field.choices and (field.max_length or 0) >= LONG_TEXT_LENGTH
    return {"widget": OneLineInput} if is_long_text else {}
