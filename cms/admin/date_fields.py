"""Date fields as the reader's language writes dates.

Wagtail's have one format in every language, which a setting names. Here it is the language's own
(cms.languages.formats); the rest of the behaviour is in backoffice/date_fields.js.
"""

from typing import Any

from django.forms import Media
from django.utils.formats import get_format, localize_input

from cms.upstream.patches import apply_patches
from cms.upstream.wagtail_admin import (
    to_datetimepicker_format,
    versioned_static,
)

FORMATS = {
    "wagtail.admin.widgets:AdminDateInput": "DATE_INPUT_FORMATS",
    "wagtail.admin.widgets:AdminDateTimeInput": "DATETIME_INPUT_FORMATS",
}


def register() -> None:
    """Replace two methods of the widgets and add our script to theirs, wherever they are used."""
    for widget, formats in FORMATS.items():
        _localize(widget, formats)


def shown_format(formats: str) -> str:
    """Return the first of the language's input formats that tells whole minutes.

    Django's own begin with seconds in many languages.
    """
    known: list[str] = get_format(formats)
    return next((format_name for format_name in known if "%S" not in format_name), known[0])


def _localize(widget: str, formats: str) -> None:
    def get_config(field: Any) -> dict[str, Any]:
        return configure(field) | {"format": to_datetimepicker_format(shown_format(formats))}

    def format_value(field: Any, value: Any) -> Any:
        return localize_input(value, shown_format(formats))

    def add_script(field: Any) -> Media:
        return media.fget(field) + Media(js=[versioned_static("backoffice/date_fields.js")])

    configure = apply_patches(f"{widget}.get_config", get_config)
    apply_patches(f"{widget}.format_value", format_value)
    media = apply_patches(f"{widget}.media", property(add_script))
