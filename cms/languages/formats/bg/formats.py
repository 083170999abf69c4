"""Bulgarian: Django has no date and time in one, no first day of the week and no input formats."""

DATETIME_FORMAT, SHORT_DATETIME_FORMAT = "j F Y, H:i", "d.m.Y, H:i"
FIRST_DAY_OF_WEEK = 1
_DAYS = ("%d.%m.%Y", "%d.%m.%Y г.", "%d.%m.%y", "%d/%m/%Y")
DATE_INPUT_FORMATS = [*_DAYS]
DATETIME_INPUT_FORMATS = [
    *(f"{day}{time}" for day in _DAYS for time in (" %H:%M", ", %H:%M", " %H:%M:%S", "")),
    "%d.%m.%Y г., %H:%M ч.",
]
