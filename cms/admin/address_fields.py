"""Form fields for addresses, out of which unseen characters that were pasted along are taken."""

from django import forms
from django.db import models
from wagtail.admin.forms.models import register_form_field_override

from cms.core.invisible_characters import remove_unseen


class EmailField(forms.EmailField):
    def to_python(self, value: str | None) -> str | None:
        return super().to_python(_without_unseen(value))


class URLField(forms.URLField):
    def to_python(self, value: str | None) -> str | None:
        return super().to_python(_without_unseen(value))


def register() -> None:
    """Have the forms of all models use them."""
    register_form_field_override(models.EmailField, override={"form_class": EmailField})
    register_form_field_override(
        models.URLField, override={"form_class": URLField, "assume_scheme": "https"}
    )


def _without_unseen(value: str | None) -> str | None:
    return remove_unseen(value) if isinstance(value, str) else value
